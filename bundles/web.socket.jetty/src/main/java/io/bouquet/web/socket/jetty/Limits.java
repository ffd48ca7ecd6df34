package io.bouquet.web.socket.jetty;

import java.time.Duration;

/**
 * Limits of the sockets of one endpoint.
 *
 * @param ping   time without a frame from the client after which it gets a ping, and after which again it is given up
 * @param idle   time without a message after which a socket is closed; zero for no limit
 * @param answer time in which a message must be answered
 * @param write  time in which a client must read what is sent
 * @param age    time after which a socket is closed, so that the client's credentials are checked again
 */
record Limits(
        int maxMessageBytes,
        int maxUnanswered,
        Duration ping,
        Duration idle,
        Duration answer,
        Duration write,
        Duration age) {}
