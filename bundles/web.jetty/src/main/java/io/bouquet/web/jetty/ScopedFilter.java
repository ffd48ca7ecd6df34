package io.bouquet.web.jetty;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/** A filter or preprocessor of a plugin's that is passed by where it has nothing to do. */
final class ScopedFilter implements Preprocessor, Scoped {
    private final jakarta.servlet.Filter filter;
    private final Bundle bundle;

    ScopedFilter(jakarta.servlet.Filter filter, Bundle bundle) {
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
        if (!Reach.includes(request.getAttribute(Reach.ATTRIBUTE), bundle)) {
            chain.doFilter(request, response);
            return;
        }
        Rest rest = new Rest(chain);
        try {
            filter.doFilter(request, response, rest);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            if (rest.failure != e) {
                Reach.tell(bundle, filter, e);
            }
            throw e;
        }
    }

    /** What comes after the filter, which is not to blame for it. */
    private static final class Rest implements FilterChain {
        private final FilterChain chain;
        private @Nullable Throwable failure;

        private Rest(FilterChain chain) {
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
