package io.bouquet.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenApiServletTest {
    private static final Documents BOTH = documents(
            DocumentWriterTest.resource(Samples.Reviews.class),
            new Resource(
                    new Resource.Owner("com.example.pages", "Pages", "", "2"),
                    "pages",
                    "/pages",
                    Samples.Other.Pages.class));
    private static final Documents ONE = documents(DocumentWriterTest.resource(Samples.Reviews.class));

    private final AtomicReference<Optional<Documents>> documents = new AtomicReference<>(Optional.of(BOTH));
    private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    private final HttpClient client = HttpClient.newHttpClient();

    private static Documents documents(Resource... resources) {
        return Documents.of(List.of(resources), "0.1.0", (resource, e) -> {
            throw new AssertionError(resource.type().getName(), e);
        });
    }

    @BeforeEach
    void start() throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new OpenApiServlet(documents::get)), OpenApiServlet.PATH);
        ServletHolder docs = new ServletHolder(new DocsServlet());
        context.addServlet(docs, DocsServlet.PATH + "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getURI().getPort() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void answersTheDocumentOfAllOfOnePluginOrOfOneApplication() throws Exception {
        HttpResponse<String> whole = get("/openapi.json");
        assertThat(whole.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(new JsonMapper().readTree(whole.body()).path("paths").has("/api/reviews"))
                .isTrue();
        assertThat(whole.body()).contains("/pages/pages");
        assertThat(get("/openapi.json?plugin=com.example.pages").body())
                .contains("/pages/pages", "\"title\":\"Pages\"")
                .doesNotContain("/api/reviews");
        String ofApplication = get("/openapi.json?application=api").body();
        assertThat(ofApplication).contains("/api/reviews").doesNotContain("/pages/pages");
        assertThat(get("/openapi.json?application=/api").body()).isEqualTo(ofApplication);
    }

    @Test
    void answersNothingToAClientThatHasTheDocumentUntilItChanges() throws Exception {
        String tag = tag(get("/openapi.json"));
        HttpResponse<String> same = get("/openapi.json", "If-None-Match", "\"other\", W/" + tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        documents.set(Optional.of(ONE));
        HttpResponse<String> changed = get("/openapi.json", "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).doesNotContain("/pages/pages");
        assertThat(tag(changed)).isNotEqualTo(tag);
    }

    @Test
    void saysWhichPluginsAndApplicationsThereAre() throws Exception {
        HttpResponse<String> plugin = get("/openapi.json?plugin=com.example.nothing");
        assertThat(plugin.statusCode()).isEqualTo(404);
        assertThat(plugin.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(plugin.body()).contains("com.example.nothing", "com.example.pages, com.example.reviews");
        HttpResponse<String> application = get("/openapi.json?application=nothing");
        assertThat(application.statusCode()).isEqualTo(404);
        assertThat(application.body()).contains("api, pages");
        assertThat(get("/openapi.json?application=api&plugin=com.example.pages").statusCode())
                .isEqualTo(400);
    }

    @Test
    void isUnavailableUntilTheFirstDocumentIsWritten() throws Exception {
        documents.set(Optional.empty());
        assertThat(get("/openapi.json").statusCode()).isEqualTo(503);
    }

    @Test
    void servesThePageWithAllItsFilesAndNothingInline() throws Exception {
        HttpResponse<String> page = get("/docs");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContainPattern("<script>|style=|<style| on[a-z]+=");
        var addresses = Pattern.compile("\"(/docs/[^\"]+\\?[^\"]+)\"")
                .matcher(page.body())
                .results()
                .toList();
        assertThat(addresses).hasSize(4).allSatisfy(address -> {
            HttpResponse<String> file = get(address.group(1));
            assertThat(file.statusCode()).as(address.group(1)).isEqualTo(200);
            assertThat(file.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
            assertThat(file.body()).isNotEmpty();
        });
        assertThat(get("/docs/swagger-ui.css")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElseThrow())
                .contains("no-cache");
        assertThat(get("/docs/other.js").statusCode()).isEqualTo(404);
    }
}
