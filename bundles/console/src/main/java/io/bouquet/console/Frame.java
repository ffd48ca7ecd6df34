package io.bouquet.console;

import io.bouquet.console.ConsolePages.Mounted;
import io.bouquet.console.spi.PageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** The frame of every page: head, navigation, name of the user. Thread-safe. */
final class Frame {
    /** Allows nothing from other sites and nothing inline, so an escaping error runs no script. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; "
            + "script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final PageRenderer renderer = new PageRenderer(Frame.class);

    /** An entry of the navigation. */
    record Entry(String path, String title, boolean current) {}

    /** The user and the navigation; both are empty before the login. */
    record Viewer(String account, String csrf, List<Entry> navigation) {
        static final Viewer NOBODY = new Viewer("", "", List.of());

        static Viewer of(String account, String csrf, List<Mounted> pages, @Nullable Mounted current) {
            return new Viewer(
                    account,
                    csrf,
                    pages.stream()
                            .map(page -> new Entry(page.path(), page.title(), page == current))
                            .toList());
        }
    }

    /** What pages with charts load in addition. */
    record Charts(String css, String library, String js) {
        static final Charts LOADED =
                new Charts(Assets.address("uplot.css"), Assets.address("uplot.js"), Assets.address("charts.js"));
    }

    /** Sets the security headers of pages and assets. */
    static void secure(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    void send(HttpServletResponse response, int status, Viewer viewer, String title, String body) throws IOException {
        byte[] html = renderer.render(
                        "frame",
                        Map.of(
                                "title",
                                title,
                                "viewer",
                                viewer,
                                "body",
                                body,
                                "css",
                                Assets.address("console.css"),
                                "js",
                                Assets.address("console.js"),
                                "icon",
                                Assets.address("icon.svg"),
                                "charts",
                                // texts are escaped, so only the partial console/chart contains this
                                body.contains(" data-chart=\"") ? List.of(Charts.LOADED) : List.of()))
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/html; charset=utf-8");
        response.setContentLength(html.length);
        response.getOutputStream().write(html);
    }

    void sendLogin(
            HttpServletResponse response,
            int status,
            String csrf,
            String next,
            String name,
            String problem,
            boolean ended)
            throws IOException {
        send(
                response,
                status,
                Viewer.NOBODY,
                "Log in",
                renderer.render(
                        "login", Map.of("csrf", csrf, "next", next, "name", name, "problem", problem, "ended", ended)));
    }

    /** Sends a page that explains an error. */
    void sendProblem(
            HttpServletResponse response, int status, Viewer viewer, String title, String message, String requestId)
            throws IOException {
        send(
                response,
                status,
                viewer,
                title,
                renderer.render(
                        "problem",
                        Map.of("status", status, "title", title, "message", message, "requestId", requestId)));
    }

    /** Sends a file that the browser saves and never shows. */
    static void sendFile(HttpServletResponse response, PageFile file) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
        response.setContentType(file.type());
        response.setContentLength(file.content().length);
        response.getOutputStream().write(file.content());
    }

    static void redirect(HttpServletResponse response, String path) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Location", path);
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    }
}
