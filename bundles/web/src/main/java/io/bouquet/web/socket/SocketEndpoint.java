package io.bouquet.web.socket;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers the WebSockets at one path. Register it as a service with {@link SocketService}. Callers need an account; use
 * {@code @RolesAllowed} and {@link io.bouquet.web.Secured} on the class to ask for more. The platform checks that, and answers
 * other callers with a problem, before it opens the socket.
 *
 * <p>Called by many threads at once.
 */
@ConsumerType
@FunctionalInterface
public interface SocketEndpoint {
    /**
     * Called when a client has connected.
     *
     * @return receives the messages of this one client
     * @throws Exception closes the socket, as in {@link SocketListener}
     */
    SocketListener open(SocketSession session) throws Exception;
}
