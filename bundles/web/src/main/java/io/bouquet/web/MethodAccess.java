package io.bouquet.web;

import java.io.IOException;
import java.lang.reflect.Method;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Enforces {@link Secured} and the annotations of {@code javax.annotation.security} for classes that are not JAX-RS resources,
 * such as WebSocket endpoints. Thread-safe.
 */
@ProviderType
public interface MethodAccess {
    /**
     * Service property of a servlet that tells, for people, who may call it: a text as {@link RouteAccess} returns it. The
     * servlet itself checks the callers.
     */
    String PROPERTY = "io.bouquet.web.access";

    /** Returns the groups and scopes that a method needs; the empty string if every account may call it. */
    String of(Class<?> type, Method method);

    /** Answers a request with a problem if its caller may not call a method; returns whether it did. */
    boolean refuses(Class<?> type, Method method, HttpServletRequest request, HttpServletResponse response)
            throws IOException;
}
