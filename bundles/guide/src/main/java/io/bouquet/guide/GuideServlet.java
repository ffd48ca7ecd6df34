package io.bouquet.guide;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Serves the guide at {@code /docs/guide}. The build has written its pages into this bundle. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("bouquet-guide")
@HttpWhiteboardServletPattern({GuideServlet.PATH, GuideServlet.PATH + "/*"})
public final class GuideServlet extends HttpServlet {
    static final String PATH = "/docs/guide";

    private static final long serialVersionUID = 1L;
    /** As the console has it, and requests for the search index besides. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; "
            + "script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    /** Pictures have their colours in themselves. */
    private static final String PICTURE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

    private static final String HTML = ".html";
    private static final Map<String, String> TYPES = Map.of(
            HTML,
            "text/html; charset=utf-8",
            ".css",
            "text/css; charset=utf-8",
            ".js",
            "text/javascript; charset=utf-8",
            ".json",
            "application/json",
            ".svg",
            "image/svg+xml");

    /** The hash of each file, by its name. */
    private final transient Map<String, String> hashes;

    @Activate
    public GuideServlet() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("files.txt"), StandardCharsets.UTF_8))) {
            hashes = lines.lines()
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toUnmodifiableMap(parts -> parts[1], parts -> parts[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo().replaceFirst("^/", "");
        String file = hashes.containsKey(path) ? path : (path.isEmpty() ? "index" : path) + HTML;
        String hash = hashes.get(file);
        if (hash == null || file.equals(path) && path.endsWith(HTML)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String type = TYPES.getOrDefault(file.substring(file.lastIndexOf('.')), "application/octet-stream");
        String tag = '"' + hash + '"';
        response.setHeader("Content-Security-Policy", file.endsWith(".svg") ? PICTURE_POLICY : POLICY);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("ETag", tag);
        response.setHeader(
                "Cache-Control",
                hash.equals(request.getQueryString()) ? "private, max-age=31536000, immutable" : "private, no-cache");
        if (isKnown(request.getHeader("If-None-Match"), tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        try (InputStream in = open(file)) {
            in.transferTo(response.getOutputStream());
        }
    }

    /** Compares the tags of a header with ours, which a compressing server may have weakened. */
    private static boolean isKnown(@Nullable String header, String tag) {
        return header != null
                && Arrays.stream(header.split(","))
                        .map(one -> one.strip().replaceFirst("^W/", ""))
                        .anyMatch(one -> one.equals("*") || one.equals(tag));
    }

    private static InputStream open(String name) throws FileNotFoundException {
        InputStream in = GuideServlet.class.getResourceAsStream("pages/" + name);
        if (in == null) {
            throw new FileNotFoundException("pages/" + name);
        }
        return in;
    }
}
