package io.bouquet.web.gate;

import io.bouquet.web.RequestLease;
import java.io.IOException;
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

/** Where requests come to the gate. */
final class GateFilter implements Preprocessor {
    private static final int RETRY_AFTER_SECONDS = 5;
    /** Of the server's threads, how many may wait for what cannot be waited for without one. */
    private static final int WAITING_THREADS = 32;

    /** Who asks how the platform is, again and again, is no traffic. */
    private static final String HEALTH = "/api/health/";

    private final Gate gate;
    private final Absences absences;
    private final Semaphore waitingThreads = new Semaphore(WAITING_THREADS);
    private volatile HttpRoutes routes = HttpRoutes.NONE;

    GateFilter(Gate gate, Absences absences) {
        this.gate = gate;
        this.absences = absences;
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
        Ticket ticket;
        // a ticket is there where the request was dispatched again, which it is to go on after a wait
        if (request.getAttribute(RequestLease.ATTRIBUTE) instanceof Ticket known) {
            ticket = known;
        } else {
            ticket = new Ticket(gate, !Route.plain(request.getRequestURI()).startsWith(HEALTH));
            gate.counts.begin(ticket);
            request.setAttribute(RequestLease.ATTRIBUTE, ticket);
        }
        boolean answered = false;
        try {
            if (ticket.hasGivenUp()) {
                giveUp(response);
            } else {
                pass(ticket, ticket.resumes() ? new Anew(request) : request, response, chain);
            }
            answered = true;
        } finally {
            settle(ticket, request, response, answered);
        }
    }

    private void pass(Ticket ticket, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = Route.plain(request.getRequestURI());
        String place = place(request, path);
        HttpRoutes.Match match = enter(ticket, place);
        // asked for only after entering, so that who makes a route absent and closes the gate misses no request
        if (!absences.isEmpty() && !ticket.hasOwner()) {
            Absence absence = absences.find(place, match);
            if (absence != null) {
                ticket.waitsOutside();
                if (request.isAsyncSupported()) {
                    await(absence, ticket, request.startAsync());
                    return;
                }
                if (!awaitHere(absence)) {
                    giveUp(response);
                    return;
                }
                ticket.resumes();
                match = enter(ticket, place);
            }
        }
        if (match.isPlain()) {
            ticket.letIn();
        }
        chain.doFilter(request, response);
        if (!match.isPlain()
                && !ticket.isMatched()
                && response.getStatus() == HttpServletResponse.SC_NOT_FOUND
                && !response.isCommitted()
                && !request.isAsyncStarted()
                && isHtml(response)) {
            // CXF's own page, where no application is
            response.resetBuffer();
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private HttpRoutes.Match enter(Ticket ticket, String place) {
        HttpRoutes.Match match = routes.match(place);
        ticket.answeredBy(match.answering(), place);
        if (!match.isPlain()) {
            ticket.enter(place);
        }
        return match;
    }

    /** As the server has understood the path, where it may be another than it seems. */
    private static String place(HttpServletRequest request, String path) {
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

    /** Waits without a thread: the request comes in anew. */
    private static void await(Absence absence, Ticket ticket, AsyncContext async) {
        // the absence ends in time
        async.setTimeout(0);
        absence.await(end -> {
            if (end == Absence.End.GIVE_UP) {
                ticket.giveUp();
            }
            async.dispatch();
        });
    }

    private boolean awaitHere(Absence absence) {
        if (!waitingThreads.tryAcquire()) {
            return false;
        }
        try {
            CountDownLatch over = new CountDownLatch(1);
            boolean[] came = new boolean[1];
            absence.await(end -> {
                came[0] = end == Absence.End.GO_ON;
                over.countDown();
            });
            over.await();
            return came[0];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waitingThreads.release();
        }
    }

    private void giveUp(HttpServletResponse response) throws IOException {
        gate.counts.timedOut.incrementAndGet();
        response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    private void settle(Ticket ticket, HttpServletRequest request, HttpServletResponse response, boolean answered) {
        ticket.leavesThread();
        if (answered && request.isAsyncStarted()) {
            try {
                request.getAsyncContext().addListener(new Completion(ticket, response));
                return;
            } catch (IllegalStateException completed) {
                // between the question and the call
            }
        }
        finish(ticket, response, !answered);
    }

    private void finish(Ticket ticket, HttpServletResponse response, boolean hasFailed) {
        if (ticket.finish()) {
            gate.counts.end(ticket, hasFailed || response.getStatus() >= 500);
        }
    }

    /** A request that has waited: to servlet filters it is dispatched for the first time. */
    private static final class Anew extends HttpServletRequestWrapper {
        private Anew(HttpServletRequest request) {
            super(request);
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.REQUEST;
        }
    }

    /** An answer that is not written by the thread that the request came in on. */
    private final class Completion implements AsyncListener {
        private final Ticket ticket;
        private final HttpServletResponse response;
        private volatile boolean failed;

        private Completion(Ticket ticket, HttpServletResponse response) {
            this.ticket = ticket;
            this.response = response;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            finish(ticket, response, failed);
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
