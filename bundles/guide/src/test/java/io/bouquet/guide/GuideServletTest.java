package io.bouquet.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GuideServletTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Server SERVER = new Server(new InetSocketAddress("127.0.0.1", 0));

    @BeforeAll
    static void start() throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new GuideServlet()), "/docs/guide/*");
        SERVER.setHandler(context);
        SERVER.start();
    }

    @AfterAll
    static void stop() throws Exception {
        SERVER.stop();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.getURI().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void servesPages() throws Exception {
        for (String path : new String[] {"", "/", "/deploying", "/decisions", "/samples/hello-service"}) {
            HttpResponse<String> page = get("/docs/guide" + path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
            assertThat(header(page, "Content-Security-Policy"))
                    .contains("script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(page.body()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        }
        assertThat(get("/docs/guide/deploying").body()).contains("<h1 id=\"deploying-plugins\">Deploying plugins</h1>");
    }

    @Test
    void servesItsFilesForEverUnderTheirHash() throws Exception {
        String page = get("/docs/guide").body();
        String sheet = page.replaceFirst("(?s).*href=\"([^\"]*guide.css[^\"]*)\".*", "$1");
        assertThat(header(get(sheet), "Cache-Control")).contains("immutable");
        assertThat(header(get("/docs/guide/guide.css"), "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(get("/docs/guide/guide.js"), "Content-Type")).startsWith("text/javascript");
        assertThat(header(get("/docs/guide/search.json"), "Content-Type")).isEqualTo("application/json");
        HttpResponse<String> picture = get("/docs/guide/how-the-gate-works.svg");
        assertThat(header(picture, "Content-Type")).isEqualTo("image/svg+xml");
        assertThat(header(picture, "Content-Security-Policy")).doesNotContain("script-src");
    }

    @Test
    void answers304ToWhoHasThePage() throws Exception {
        String tag = header(get("/docs/guide/rest"), "ETag");
        HttpResponse<String> again = get("/docs/guide/rest", "If-None-Match", "\"x\", W/" + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get("/docs/guide/rest", "If-None-Match", "\"x\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void servesNothingElse() throws Exception {
        for (String path : new String[] {"/nothing", "/deploying.html", "/files.txt", "/%2e%2e/GuideServlet.class"}) {
            assertThat(get("/docs/guide" + path).statusCode()).as(path).isIn(400, 404);
        }
        assertThat(CLIENT.send(
                                HttpRequest.newBuilder(URI.create(SERVER.getURI() + "docs/guide"))
                                        .DELETE()
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(405);
    }
}
