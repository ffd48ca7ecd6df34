/** Serves the WebSocket endpoints of {@code io.bouquet.web.socket} on Jetty. */
@NullMarked
package io.bouquet.web.socket.jetty;

import org.jspecify.annotations.NullMarked;
