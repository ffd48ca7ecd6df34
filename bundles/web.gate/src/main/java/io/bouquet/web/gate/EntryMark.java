package io.bouquet.web.gate;

import io.bouquet.web.RequestLease;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.DynamicFeature;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.FeatureContext;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Tells the gate that a request has been matched with a method, and whose that is. */
final class EntryMark implements DynamicFeature {
    /** Before all other filters. */
    private static final int FIRST = Integer.MIN_VALUE;

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        context.register(new Mark(FrameworkUtil.getBundle(resource.getResourceClass())), FIRST);
    }

    private record Mark(@Nullable Bundle bundle) implements ContainerRequestFilter, ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (request.getProperty(RequestLease.ATTRIBUTE) instanceof Ticket ticket) {
                if (bundle == null) {
                    ticket.entered();
                } else {
                    ticket.entered(bundle);
                }
            }
        }

        /** An asynchronous answer comes in through the gate once more. */
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            filter(request);
        }
    }
}
