package io.bouquet.web.openapi;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Serves Swagger UI at {@code /docs}, with all its files, for browsers without access to the internet. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("bouquet-docs")
@HttpWhiteboardServletPattern({DocsServlet.PATH, DocsServlet.PATH + "/*"})
public final class DocsServlet extends HttpServlet {
    static final String PATH = "/docs";

    private static final long serialVersionUID = 1L;
    /** As the console has it, and requests to this platform besides. */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLES = "text/css; charset=utf-8";
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private record File(Document content, String type) {}

    private final transient Map<String, File> files;
    private final transient Document page;

    @Activate
    public DocsServlet() {
        String webjar = WEBJAR + webjarVersion() + "/";
        files = Map.of(
                "swagger-ui-bundle.js", new File(read(webjar + "swagger-ui-bundle.js"), SCRIPT),
                "swagger-ui.css", new File(read(webjar + "swagger-ui.css"), STYLES),
                "docs.js", new File(read("assets/docs.js"), SCRIPT),
                "docs.css", new File(read("assets/docs.css"), STYLES));
        page = page();
    }

    /** Returns the page, with the tags of its files in their addresses, so that browsers may keep the files for ever. */
    private Document page() {
        String html = new String(read("assets/docs.html").bytes(), StandardCharsets.UTF_8);
        for (Map.Entry<String, File> file : files.entrySet()) {
            html = html.replace(
                    "\"" + PATH + "/" + file.getKey() + "\"",
                    "\"" + PATH + "/" + file.getKey() + "?" + version(file.getValue()) + "\"");
        }
        return Document.of(html.getBytes(StandardCharsets.UTF_8));
    }

    private static String version(File file) {
        return file.content().tag().replace("\"", "");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        File file = files.get(path.substring(1));
        if (file != null) {
            boolean isPermanent = version(file).equals(request.getQueryString());
            Tagged.send(
                    file.content(),
                    file.type(),
                    isPermanent ? "private, max-age=31536000, immutable" : "private, no-cache",
                    request,
                    response);
        } else if (path.equals("/")) {
            Tagged.send(page, "text/html; charset=utf-8", "private, no-cache", request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static String webjarVersion() {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(read(WEBJAR_VERSION).bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    private static Document read(String name) {
        try (InputStream in = DocsServlet.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return Document.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
