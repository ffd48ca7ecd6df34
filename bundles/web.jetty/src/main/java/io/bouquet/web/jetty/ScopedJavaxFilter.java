package io.bouquet.web.jetty;

import java.io.IOException;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.http.whiteboard.Preprocessor;

/** Runs a plugin's filter or preprocessor only for requests in its scope (javax.servlet). */
final class ScopedJavaxFilter implements Preprocessor, Scoped {
    private final javax.servlet.Filter filter;
    private final Bundle bundle;

    ScopedJavaxFilter(javax.servlet.Filter filter, Bundle bundle) {
        this.filter = filter;
        this.bundle = bundle;
    }

    @Override
    public Object original() {
        return filter;
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        filter.init(config);
    }

    @Override
    public void destroy() {
        filter.destroy();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!FilterScope.includes(request.getAttribute(FilterScope.ATTRIBUTE), bundle)) {
            chain.doFilter(request, response);
            return;
        }
        Remainder remainder = new Remainder(chain);
        try {
            filter.doFilter(request, response, remainder);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            if (remainder.failure != e) {
                FilterScope.logFailure(bundle, filter, e);
            }
            throw e;
        }
    }

    /** The rest of the filter chain. Remembers its failure, which is not the filter's. */
    private static final class Remainder implements FilterChain {
        private final FilterChain chain;
        private @Nullable Throwable failure;

        private Remainder(FilterChain chain) {
            this.chain = chain;
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response) throws IOException, ServletException {
            try {
                chain.doFilter(request, response);
            } catch (IOException | ServletException | RuntimeException | Error e) {
                failure = e;
                throw e;
            }
        }
    }
}
