package io.bouquet.web.gate;

import io.bouquet.web.RequestLease;
import java.util.function.Function;
import javax.annotation.Priority;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import org.apache.cxf.jaxrs.model.ClassResourceInfo;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Tells the gate that a request has been matched with a method, and which bundle answers it: the bundle of the root
 * resource, also for sub-resources. A {@code DynamicFeature} would miss sub-resources, since CXF matches them when the
 * request arrives. Runs before all other filters.
 */
@Priority(Integer.MIN_VALUE)
final class MatchedMethodFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private final Function<Class<?>, @Nullable Bundle> bundles;

    MatchedMethodFilter() {
        this(FrameworkUtil::getBundle);
    }

    /** @param bundles finds the bundle of a class; null if it is of none */
    MatchedMethodFilter(Function<Class<?>, @Nullable Bundle> bundles) {
        this.bundles = bundles;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        if (request.getProperty(RequestLease.ATTRIBUTE) instanceof GatedRequest gated
                && message != null
                && message.getExchange().get(JAXRSUtils.ROOT_RESOURCE_CLASS) instanceof ClassResourceInfo root) {
            Bundle bundle = bundles.apply(root.getServiceClass());
            if (bundle == null) {
                gated.reachedResource();
            } else {
                gated.reachedResource(bundle);
            }
        }
    }

    /** An asynchronous answer passes the gate a second time. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        filter(request);
    }
}
