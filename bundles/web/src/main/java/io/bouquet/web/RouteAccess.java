package io.bouquet.web;

import org.osgi.annotation.versioning.ProviderType;

/** Tells, for people, who may call the methods of JAX-RS resources. Thread-safe. */
@FunctionalInterface
@ProviderType
public interface RouteAccess {
    /**
     * Returns the groups of accounts and the scopes of tokens that a method needs, such as {@code group editors; scope
     * reviews:publish}; the empty string if every account may call it, or the method is unknown.
     *
     * @param service id of the service of the resource
     * @param method  HTTP method
     * @param path    path of the method below the base of the application, as the JAX-RS whiteboard reports it
     */
    String of(long service, String method, String path);
}
