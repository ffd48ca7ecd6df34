package io.bouquet.web.gate;

import io.bouquet.web.RequestLease;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.DispatcherType;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.http.whiteboard.Preprocessor;

/** Lets each request through the gate: as the first servlet filter after the guard and the bulkheads. */
final class GateFilter implements Preprocessor {
    private static final int RETRY_AFTER_SECONDS = 5;
    /** Number of server threads that may wait for an absent route in requests that do not support asynchronous processing. */
    private static final int WAITING_THREADS = 32;

    /** Health checks are not counted as traffic, nor are streams of events, which take as long as their clients listen. */
    private static final List<String> NOT_COUNTED = List.of("/api/health/", "/api/events");

    private final Gate gate;
    private final AbsentRoutes absentRoutes;
    private final Semaphore waitingThreads = new Semaphore(WAITING_THREADS);
    private volatile HttpRoutes routes = HttpRoutes.NONE;

    GateFilter(Gate gate, AbsentRoutes absentRoutes) {
        this.gate = gate;
        this.absentRoutes = absentRoutes;
    }

    HttpRoutes routes() {
        return routes;
    }

    void routes(HttpRoutes now) {
        routes = now;
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        GatedRequest gated;
        // a request that waited is dispatched again and brings its attribute
        if (request.getAttribute(RequestLease.ATTRIBUTE) instanceof GatedRequest known) {
            gated = known;
        } else {
            String path = Route.plain(request.getRequestURI());
            gated = new GatedRequest(gate, NOT_COUNTED.stream().noneMatch(path::startsWith));
            gate.counts.begin(gated);
            request.setAttribute(RequestLease.ATTRIBUTE, gated);
        }
        boolean answered = false;
        try {
            if (gated.hasTimedOut()) {
                timeOut(response);
            } else {
                pass(gated, gated.takeResumed() ? new ResumedRequest(request) : request, response, chain);
            }
            answered = true;
        } finally {
            settle(gated, request, response, answered);
        }
    }

    private void pass(GatedRequest gated, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = Route.plain(request.getRequestURI());
        String decoded = decoded(request, path);
        HttpRoutes.Match match = enter(gated, decoded);
        // only after entering: the hook marks a route absent and then waits for the requests that have entered
        if (!absentRoutes.isEmpty() && !gated.isClaimed()) {
            AbsentRoute absent = absentRoutes.find(decoded, match);
            if (absent != null) {
                gated.waitsForAbsentRoute();
                if (request.isAsyncSupported()) {
                    await(absent, gated, request.startAsync());
                    return;
                }
                if (!awaitHere(absent)) {
                    timeOut(response);
                    return;
                }
                gated.takeResumed();
                match = enter(gated, decoded);
            }
        }
        if (match.isPlain()) {
            gated.claimByServlet();
        }
        chain.doFilter(request, response);
        if (!match.isPlain()
                && !gated.isMatched()
                && response.getStatus() == HttpServletResponse.SC_NOT_FOUND
                && !response.isCommitted()
                && !request.isAsyncStarted()
                && isHtml(response)) {
            // CXF's own HTML page for a path without an application
            response.resetBuffer();
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private HttpRoutes.Match enter(GatedRequest gated, String path) {
        HttpRoutes.Match match = routes.match(path);
        gated.answeredBy(match.answering(), path);
        if (!match.isPlain()) {
            gated.enter(path);
        }
        return match;
    }

    /** Returns the path as the server decoded and normalised it. */
    private static String decoded(HttpServletRequest request, String path) {
        if (path.indexOf('%') < 0 && !path.contains("/.")) {
            return path;
        }
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static boolean isHtml(HttpServletResponse response) {
        String type = response.getContentType();
        return type != null && type.startsWith("text/html");
    }

    /** Waits without a thread; the request is dispatched again afterwards. */
    private static void await(AbsentRoute absent, GatedRequest gated, AsyncContext async) {
        // the absent route itself has a deadline
        async.setTimeout(0);
        absent.await(end -> {
            if (end == AbsentRoute.End.TIMED_OUT) {
                gated.timeOut();
            }
            async.dispatch();
        });
    }

    private boolean awaitHere(AbsentRoute absent) {
        if (!waitingThreads.tryAcquire()) {
            return false;
        }
        try {
            CountDownLatch over = new CountDownLatch(1);
            boolean[] retry = new boolean[1];
            absent.await(end -> {
                retry[0] = end == AbsentRoute.End.RETRY;
                over.countDown();
            });
            over.await();
            return retry[0];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waitingThreads.release();
        }
    }

    private void timeOut(HttpServletResponse response) throws IOException {
        gate.counts.timedOut.incrementAndGet();
        response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    private void settle(
            GatedRequest gated, HttpServletRequest request, HttpServletResponse response, boolean answered) {
        gated.leavesThread();
        if (answered && request.isAsyncStarted()) {
            try {
                request.getAsyncContext().addListener(new Completion(gated, response));
                return;
            } catch (IllegalStateException completed) {
                // the answer was completed since isAsyncStarted
            }
        }
        finish(gated, response, !answered);
    }

    private void finish(GatedRequest gated, HttpServletResponse response, boolean hasFailed) {
        if (!gated.answer()) {
            return;
        }
        gate.counts.end(gated, hasFailed || response.getStatus() >= 500);
        boolean isError = hasFailed || response.getStatus() >= 400;
        List<Runnable> tasks = isError ? List.of() : gated.takeTasks();
        try {
            if (!tasks.isEmpty()) {
                sendToItsEnd(response);
                gated.run(tasks);
            }
            // tasks may need what the request has opened
            List<Runnable> closings = gated.takeOpened();
            if (!closings.isEmpty()) {
                if (tasks.isEmpty() && !isError) {
                    sendToItsEnd(response);
                }
                gated.run(closings);
            }
        } finally {
            gated.finish();
        }
    }

    /** Sends all of an answer; the server would do that only after the tasks. */
    private static void sendToItsEnd(HttpServletResponse response) {
        try {
            response.getOutputStream().close();
        } catch (IllegalStateException written) {
            closeWriter(response);
        } catch (IOException gone) {
            // the client does not wait for the end; the tasks run nevertheless
        }
    }

    private static void closeWriter(HttpServletResponse response) {
        try {
            response.getWriter().close();
        } catch (IOException gone) {
            // as above
        }
    }

    /** A request that has waited. Servlet filters see it as dispatched for the first time. */
    private static final class ResumedRequest extends HttpServletRequestWrapper {
        private ResumedRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.REQUEST;
        }
    }

    /** Finishes a request whose answer is written asynchronously. */
    private final class Completion implements AsyncListener {
        private final GatedRequest gated;
        private final HttpServletResponse response;
        private volatile boolean failed;

        private Completion(GatedRequest gated, HttpServletResponse response) {
            this.gated = gated;
            this.response = response;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            finish(gated, response, failed);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {
            failed = true;
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
