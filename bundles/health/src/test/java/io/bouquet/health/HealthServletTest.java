package io.bouquet.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthServletTest {
    @TempDir
    Path folder;

    private final CheckRunner checks = CheckRunnerTest.runner(CheckRunnerTest.config(5_000, "data"), System::nanoTime);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(null, HealthContext.PATH);
        ServletHolder servlet =
                new ServletHolder(new HealthServlet(checks, new ReadinessFile(folder.resolve("readiness"))));
        context.addServlet(servlet, HealthServlet.LIVE);
        context.addServlet(servlet, HealthServlet.READY);
        FilterHolder login = new FilterHolder((request, response, chain) -> chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override
                    public String getRemoteUser() {
                        return getHeader("X-User");
                    }
                },
                response));
        context.addFilter(login, "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        checks.deactivate();
    }

    @Test
    void isAliveIfItAnswersAtAll() throws Exception {
        HttpResponse<String> answer = send(request("/live"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"up\",\"checks\":[]}");
    }

    @Test
    void isReadyIfEveryCheckIsUp() throws Exception {
        checks.checks = List.of(CheckRunnerTest.check("data", "ready", () -> new Result(Status.OK, "12 ms")));
        HttpResponse<String> answer = send(request("/ready"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"up\",\"checks\":[{\"name\":\"data\",\"status\":\"up\",\"required\":true}]}");
    }

    @Test
    void isNotReadyIfOneIsDownAndKeepsTheReasonFromStrangers() throws Exception {
        List<Map.Entry<Map<String, ?>, HealthCheck>> one = List.of(
                CheckRunnerTest.check("data", "ready", () -> new Result(Status.CRITICAL, "no disk at /secret")));
        checks.checks = one;
        HttpResponse<String> strangers = send(request("/ready"));
        assertThat(strangers.statusCode()).isEqualTo(503);
        assertThat(strangers.headers().firstValue("Retry-After")).isPresent();
        assertThat(strangers.body()).contains("\"status\":\"down\"").doesNotContain("secret");
        assertThat(send(request("/ready").header("X-User", "ada")).body()).contains("no disk at /secret");
        assertThat(send(request("/live")).statusCode()).isEqualTo(200);
        assertThat(folder.resolve("readiness")).hasContent("down\ndata: no disk at /secret\n");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + connector.getLocalPort() + HealthContext.PATH + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
