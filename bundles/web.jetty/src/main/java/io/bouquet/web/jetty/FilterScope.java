package io.bouquet.web.jetty;

import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a plugin's filter applies to a request: if its own bundle answers the request, or if an operator allows
 * more. The bulkheads know which bundle answers, and set a request attribute; without it no plugin's filter applies.
 */
final class FilterScope {
    /** Name of an attribute; a {@code Predicate<Bundle>}. */
    static final String ATTRIBUTE = "io.bouquet.web.reach";

    private static final Logger LOG = LoggerFactory.getLogger(FilterScope.class);

    private FilterScope() {}

    @SuppressWarnings("unchecked")
    static boolean includes(Object attribute, Bundle bundle) {
        return attribute instanceof Predicate<?> scope && ((Predicate<Bundle>) scope).test(bundle);
    }

    static void logFailure(Bundle bundle, Object filter, Throwable failure) {
        LOG.error(
                "the filter {} of the plugin {} failed; requests to other plugins are not affected",
                filter.getClass().getName(),
                bundle.getSymbolicName(),
                failure);
    }
}
