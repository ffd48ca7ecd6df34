package io.bouquet.web.jetty;

import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a plugin's filter applies to a request: to what its own bundle answers, or what an operator allows. Who knows
 * which bundle answers where says so by an attribute of the request; without it no plugin's filter applies.
 */
final class Reach {
    /** Name of an attribute; a {@code Predicate<Bundle>}. */
    static final String ATTRIBUTE = "io.bouquet.web.reach";

    private static final Logger LOG = LoggerFactory.getLogger(Reach.class);

    private Reach() {}

    @SuppressWarnings("unchecked")
    static boolean includes(Object attribute, Bundle bundle) {
        return attribute instanceof Predicate<?> reach && ((Predicate<Bundle>) reach).test(bundle);
    }

    static void tell(Bundle bundle, Object filter, Throwable failure) {
        LOG.error(
                "the filter {} of the plugin {} failed; other plugins are not concerned",
                filter.getClass().getName(),
                bundle.getSymbolicName(),
                failure);
    }
}
