package io.bouquet.web.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.servlet.AsyncContext;
import javax.servlet.DispatcherType;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpFilter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** The bulkhead in front of a servlet that hangs, over real HTTP: two threads, and two requests may wait. */
class BulkheadFilterTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Compartments compartments = new Compartments(new Limits(2, 9, Map.of(), 2));
    private final BulkheadFilter filter = new BulkheadFilter(compartments, () -> null);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final List<AsyncContext> later = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        OwnersOfTest.place(filter);
        filter.waits(60);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(
                async(new FilterHolder(new Door())), "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        context.addFilter(
                async(new FilterHolder(filter)), "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        ServletHolder plugin = new ServletHolder(new Plugin());
        plugin.setAsyncSupported(true);
        context.addServlet(plugin, "/*");
        server.setHandler(context);
        server.start();
    }

    private static FilterHolder async(FilterHolder holder) {
        holder.setAsyncSupported(true);
        return holder;
    }

    @AfterEach
    void stop() throws Exception {
        hanging.countDown();
        server.stop();
    }

    @Test
    void limitsAPluginThatHangsAndLetsOthersPass() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> hung = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hung.add(send("/slow/hang"));
        }
        await().atMost(SOON)
                .until(() -> running() == 2 && compartments.list().get(0).waiting() == 2);
        HttpResponse<String> refused = answer(send("/slow/quick"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        assertThat(refused.body()).contains("threads that slow may take");
        assertThat(answer(send("/other/quick")).statusCode()).isEqualTo(200);
        hanging.countDown();
        for (CompletableFuture<HttpResponse<String>> one : hung) {
            assertThat(answer(one).statusCode()).isEqualTo(200);
        }
        await().atMost(SOON).until(() -> running() == 0);
        assertThat(compartments.list().get(0).refused()).isEqualTo(1);
    }

    @Test
    void refusesARequestThatWaitsTooLong() throws Exception {
        filter.waits(1);
        send("/slow/hang");
        send("/slow/hang");
        await().atMost(SOON).until(() -> running() == 2);
        assertThat(answer(send("/slow/quick")).statusCode()).isEqualTo(503);
        assertThat(compartments.list().get(0).waiting()).isZero();
    }

    @Test
    void doesNotCountRequestsWithoutAThread() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            open.add(send("/slow/later"));
        }
        await().atMost(SOON).until(() -> {
            synchronized (later) {
                return later.size() == 5;
            }
        });
        assertThat(answer(send("/slow/quick")).statusCode()).isEqualTo(200);
        synchronized (later) {
            later.forEach(AsyncContext::complete);
        }
        for (CompletableFuture<HttpResponse<String>> one : open) {
            assertThat(answer(one).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void tellsWhichFiltersMaySeeARequest() throws Exception {
        assertThat(answer(send("/slow/reach")).body()).isEqualTo("slow: true, other: false");
        assertThat(answer(send("/else/reach")).body()).isEqualTo("slow: true, other: true");
    }

    private int running() {
        return compartments.list().stream().mapToInt(one -> one.running()).sum();
    }

    private CompletableFuture<HttpResponse<String>> send(String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> response) throws Exception {
        return response.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** What the platform's door makes of a problem. */
    private static final class Door extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            try {
                chain.doFilter(request, response);
            } catch (ProblemException e) {
                HttpServletResponse answer = (HttpServletResponse) response;
                answer.setStatus(e.status());
                answer.setIntHeader("Retry-After", e.retryAfterSeconds());
                answer.getWriter().print(e.detail());
            }
        }
    }

    private final class Plugin extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings("unchecked")
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            if (request.getRequestURI().endsWith("/reach")) {
                Predicate<Bundle> reach = (Predicate<Bundle>) request.getAttribute("io.bouquet.web.reach");
                response.getWriter()
                        .print("slow: " + reach.test(OwnersOfTest.bundle("slow", 11)) + ", other: "
                                + reach.test(OwnersOfTest.bundle("other", 12)));
                return;
            }
            try {
                if (request.getRequestURI().endsWith("/hang")) {
                    hanging.await();
                } else if (request.getRequestURI().endsWith("/later")) {
                    AsyncContext async = request.startAsync();
                    synchronized (later) {
                        later.add(async);
                    }
                }
            } catch (InterruptedException e) {
                throw new ServletException(e);
            }
        }
    }
}
