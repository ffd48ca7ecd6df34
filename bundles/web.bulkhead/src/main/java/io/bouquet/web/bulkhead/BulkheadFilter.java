package io.bouquet.web.bulkhead;

import io.bouquet.deploy.spi.Permissions;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.http.whiteboard.Preprocessor;

/** Counts each request for the plugin that answers it, and holds or refuses it if the plugin has no thread left. */
final class BulkheadFilter implements Preprocessor {
    private static final String WAITING = BulkheadFilter.class.getName();
    /** Request attribute that tells which plugins' servlet filters apply; read by {@code io.bouquet.web.jetty}. */
    private static final String FILTER_SCOPE = "io.bouquet.web.reach";

    private static final int RETRY_AFTER_SECONDS = 5;

    private final Compartments compartments;
    private final Supplier<@Nullable Permissions> permissions;
    private volatile long waitMillis;
    private volatile Owners owners = new Owners(service -> null, bundle -> true);

    BulkheadFilter(Compartments compartments, Supplier<@Nullable Permissions> permissions) {
        this.permissions = permissions;
        this.compartments = compartments;
    }

    void waits(int seconds) {
        waitMillis = TimeUnit.SECONDS.toMillis(seconds);
    }

    void owners(Owners now) {
        owners = now;
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        if (request.getAttribute(WAITING) instanceof WaitingRequest waiting) {
            request.removeAttribute(WAITING);
            if (waiting.become(WaitingRequest.State.GRANTED, WaitingRequest.State.OVER)) {
                run(waiting.compartment, request, response, chain);
                return;
            }
            if (waiting.state() != WaitingRequest.State.OWNER_CHANGED) {
                throw full(waiting.compartment.owner.plugin());
            }
        }
        Owners.Owner owner = owners.of(path(request));
        request.setAttribute(FILTER_SCOPE, filterScope(owner));
        if (owner.isPlatform()) {
            chain.doFilter(request, response);
            return;
        }
        Compartment compartment = compartments.of(owner);
        switch (compartments.enter(compartment)) {
            case ENTERED -> run(compartment, request, response, chain);
            case MAY_WAIT -> await(compartment, request);
            case FULL -> throw full(compartment.owner.plugin());
        }
    }

    /** Any version of the plugin counts. On a path without a known owner all filters apply: it may be about to become theirs. */
    private Predicate<Bundle> filterScope(Owners.Owner owner) {
        return bundle -> owner == Owners.Owner.UNKNOWN
                || owner.plugin().equals(bundle.getSymbolicName())
                || Permissions.has(permissions.get(), bundle, Permissions.FILTERS);
    }

    /** Returns the path as the server decoded and normalised it. */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    /** Runs the request. An asynchronous answer no longer counts once this thread has returned. */
    private void run(Compartment compartment, HttpServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            compartments.leave(compartment);
        }
    }

    /** Waits without a thread; the request is dispatched again afterwards. */
    private void await(Compartment compartment, HttpServletRequest request) {
        if (!request.isAsyncSupported()) {
            throw full(compartment.owner.plugin());
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(Math.max(1, waitMillis));
        WaitingRequest waiting = new WaitingRequest(compartment, () -> goOn(async));
        request.setAttribute(WAITING, waiting);
        async.addListener(new WaitListener(waiting));
        compartments.await(waiting);
    }

    private static void goOn(AsyncContext async) {
        try {
            async.dispatch();
        } catch (IllegalStateException gone) {
            // the client has disconnected; the listener is notified
        }
    }

    private static ProblemException full(String plugin) {
        return ProblemException.unavailable(
                "all threads that " + plugin + " may take are busy; try again soon", RETRY_AFTER_SECONDS);
    }

    private final class WaitListener implements AsyncListener {
        private final WaitingRequest waiting;

        private WaitListener(WaitingRequest waiting) {
            this.waiting = waiting;
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            if (compartments.giveUp(waiting)) {
                waiting.goOn();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            compartments.forget(waiting);
        }

        @Override
        public void onError(AsyncEvent event) {
            compartments.forget(waiting);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
