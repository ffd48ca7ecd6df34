package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.web.RequestLease;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.servlet.AsyncContext;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests over real HTTP that wait for an absent route. */
final class GateFilterTest {
    private static final String PATH = "/hello/Ada";

    private final Counts counts = new Counts(System::nanoTime);
    private final Gate gate = new Gate(counts, () -> {}, 1_000_000_000L);
    private final AbsentRoutes absentRoutes = new AbsentRoutes();
    private final AbsentRoute hello = new AbsentRoute(Route.of(7, 1, "", "hello/{name}"), 42, 0);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch leftThread = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch tasksDone = new CountDownLatch(1);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<RequestLease> leases = new CopyOnWriteArrayList<>();

    private record First(List<String> closed, int number) implements AutoCloseable {
        First(List<String> closed) {
            this(closed, 1);
            closed.add("open");
        }

        @Override
        public void close() {
            closed.add("first");
        }
    }

    private record Second(List<String> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.add("second");
            throw new IllegalStateException("a resource that cannot be closed");
        }
    }

    /** Answers with the dispatcher type that it sees; below {@code /async} from another thread. */
    private final class Answering extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String type = request.getDispatcherType().name();
            if (request.getRequestURI().startsWith("/async")) {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    response.setStatus(500);
                    async.complete();
                });
            } else {
                response.getWriter().print(type);
                RequestLease lease = RequestLease.of(request).orElseThrow();
                if (request.getRequestURI().startsWith("/after")) {
                    lease.afterAnswer(() -> {
                        throw new IllegalStateException("a task that fails");
                    });
                    lease.afterAnswer(() -> {
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        tasksDone.countDown();
                    });
                }
                if (request.getRequestURI().startsWith("/open")) {
                    lease.open(First.class, () -> new First(closed));
                    lease.open(Second.class, () -> new Second(closed));
                    assertThat(lease.open(First.class, () -> new First(closed)).number())
                            .isEqualTo(1);
                    lease.afterAnswer(() -> closed.add("task"));
                    leases.add(lease);
                }
                if (request.getRequestURI().endsWith("/boom")) {
                    throw new IllegalStateException("boom");
                }
                if (request.getRequestURI().endsWith("/later")) {
                    request.startAsync().setTimeout(50);
                }
                if (request.getRequestURI().endsWith("/error")) {
                    response.sendError(404);
                }
            }
        }
    }

    private void start(boolean supportsAsync) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        Filter watching = (request, response, chain) -> {
            arrived.countDown();
            chain.doFilter(request, response);
            leftThread.countDown();
        };
        for (Filter filter : List.of(watching, new GateFilter(gate, absentRoutes))) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(supportsAsync);
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        }
        ServletHolder servlet = new ServletHolder(new Answering());
        servlet.setAsyncSupported(supportsAsync);
        context.addServlet(servlet, "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        gate.close();
    }

    @Test
    void holdsNoThreadWhileARequestWaits() throws Exception {
        start(true);
        absentRoutes.add(List.of(hello));
        CompletableFuture<HttpResponse<String>> answer = get(PATH);
        assertThat(leftThread.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(answer).isNotDone();
        assertThat(counts.inFlight()).isEqualTo(1);

        absentRoutes.end(absent -> true, AbsentRoute.End.RETRY);
        assertThat(answer.get(10, TimeUnit.SECONDS).body())
                .as("seen by servlets as if it had just arrived")
                .isEqualTo("REQUEST");
        awaitNoneInFlight();
        assertThat(counts.now().requests()).isEqualTo(1);
        assertThat(counts.now().waited()).isEqualTo(1);
        assertThat(counts.now().failed()).isZero();
    }

    @Test
    void answers503IfTheRouteDoesNotComeBackInTime() throws Exception {
        start(true);
        absentRoutes.add(List.of(hello));
        CompletableFuture<HttpResponse<String>> answer = get(PATH);
        assertThat(leftThread.await(10, TimeUnit.SECONDS)).isTrue();
        absentRoutes.end(absent -> true, AbsentRoute.End.TIMED_OUT);
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
        assertThat(answer.get().headers().firstValue("Retry-After")).isPresent();
        awaitNoneInFlight();
        assertThat(counts.timedOut).hasValue(1);
        assertThat(counts.now().failed()).isEqualTo(1);
    }

    @Test
    void waitsOnTheThreadIfTheRequestDoesNotSupportAsync() throws Exception {
        start(false);
        absentRoutes.add(List.of(hello));
        CompletableFuture<HttpResponse<String>> answer = get(PATH);
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(leftThread.await(100, TimeUnit.MILLISECONDS)).isFalse();
        absentRoutes.end(absent -> true, AbsentRoute.End.RETRY);
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("REQUEST");
    }

    @Test
    void runsTasksAfterTheAnswer() throws Exception {
        start(true);
        assertThat(get("/after").get(10, TimeUnit.SECONDS).body()).isEqualTo("REQUEST");
        awaitNoneInFlight();
        assertThat(leftThread.getCount()).as("the request keeps its place").isEqualTo(1);
        goOn.countDown();
        assertThat(tasksDone.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(leftThread.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runsNoTasksAfterAnError() throws Exception {
        start(true);
        goOn.countDown();
        assertThat(get("/after/error").get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
        assertThat(leftThread.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(tasksDone.getCount()).isEqualTo(1);
    }

    @Test
    void closesWhatARequestHasOpenedAfterItsTasks() throws Exception {
        start(true);
        assertThat(get("/open").get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(leftThread.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(closed).containsExactly("open", "task", "second", "first");
        assertThatThrownBy(() -> leases.get(0).open(First.class, () -> new First(closed)))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"/open/error, 404", "/open/boom, 500", "/open/later, 500"})
    void closesWhatARequestHasOpenedIfItFails(String path, int status) throws Exception {
        start(true);
        assertThat(get(path).get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(status);
        awaitClosed();
        assertThat(closed).containsExactly("open", "second", "first");
    }

    private void awaitClosed() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (closed.size() < 3 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void countsAnAsynchronousAnswerWhenItIsComplete() throws Exception {
        start(true);
        assertThat(get("/async/1").get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
        awaitNoneInFlight();
        assertThat(counts.now().failed()).isEqualTo(1);
    }

    @Test
    void doesNotHoldRequestsToOtherPaths() throws Exception {
        start(true);
        absentRoutes.add(List.of(hello));
        assertThat(get("/bye").get(10, TimeUnit.SECONDS).body()).isEqualTo("REQUEST");
        awaitNoneInFlight();
        assertThat(counts.now().waited()).isZero();
    }

    @Test
    void countsNeitherHealthChecksNorStreamsOfEvents() throws Exception {
        start(true);
        for (String path : List.of("/api/health/ready", "/api/events", "/api/annotate")) {
            assertThat(get(path).get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        awaitNoneInFlight();
        assertThat(counts.now().requests()).isEqualTo(1);
    }

    /** The client may have the answer before the filter has finished. */
    private void awaitNoneInFlight() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (counts.inFlight() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(counts.inFlight()).isZero();
    }

    private CompletableFuture<HttpResponse<String>> get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
