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

/** Where requests come to the bulkheads. Those to the platform pass. */
final class BulkheadFilter implements Preprocessor {
    private static final String TURN = BulkheadFilter.class.getName();
    /** What filters of plugins are let see the request goes by it. */
    private static final String REACH = "io.bouquet.web.reach";

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
        if (request.getAttribute(TURN) instanceof Turn turn) {
            request.removeAttribute(TURN);
            if (turn.become(Turn.State.GRANTED, Turn.State.OVER)) {
                run(turn.compartment, request, response, chain);
                return;
            }
            if (turn.state() != Turn.State.ANEW) {
                throw full(turn.compartment.owner.plugin());
            }
        }
        Owners.Owner owner = owners.of(path(request));
        request.setAttribute(REACH, reach(owner));
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

    /** Another version of a plugin is the same plugin. What may be its own, in a moment, is so already. */
    private Predicate<Bundle> reach(Owners.Owner owner) {
        return bundle -> owner == Owners.Owner.UNKNOWN
                || owner.plugin().equals(bundle.getSymbolicName())
                || Permissions.has(permissions.get(), bundle, Permissions.FILTERS);
    }

    /** As the server has understood the path. */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    /** An answer that is given later, without this thread, does not count from then on. */
    private void run(Compartment compartment, HttpServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            compartments.leave(compartment);
        }
    }

    /** Waits without a thread: the request comes in anew. */
    private void await(Compartment compartment, HttpServletRequest request) {
        if (!request.isAsyncSupported()) {
            throw full(compartment.owner.plugin());
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(Math.max(1, waitMillis));
        Turn turn = new Turn(compartment, () -> goOn(async));
        request.setAttribute(TURN, turn);
        async.addListener(new Wait(turn));
        compartments.await(turn);
    }

    private static void goOn(AsyncContext async) {
        try {
            async.dispatch();
        } catch (IllegalStateException gone) {
            // the client has gone, which the listener hears of
        }
    }

    private static ProblemException full(String plugin) {
        return ProblemException.unavailable(
                "all threads that " + plugin + " may take are busy; try again soon", RETRY_AFTER_SECONDS);
    }

    private final class Wait implements AsyncListener {
        private final Turn turn;

        private Wait(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            if (compartments.giveUp(turn)) {
                turn.goOn();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            compartments.forget(turn);
        }

        @Override
        public void onError(AsyncEvent event) {
            compartments.forget(turn);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
