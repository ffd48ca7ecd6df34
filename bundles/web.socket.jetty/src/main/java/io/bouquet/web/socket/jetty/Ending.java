package io.bouquet.web.socket.jetty;

import io.bouquet.web.socket.SocketClosedException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.core.CloseStatus;

/** Why and how a socket ends. */
record Ending(int code, String reason) {
    private static final int MAX_REASON_BYTES = 123;

    /** Returns an ending that a close frame can tell: with a code that may be sent, and a reason that is short enough. */
    static Ending toSend(int code, String reason) {
        return new Ending(CloseStatus.isTransmittableStatusCode(code) ? code : CloseStatus.SERVER_ERROR, cut(reason));
    }

    private static String cut(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_REASON_BYTES) {
            return reason;
        }
        int end = MAX_REASON_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    SocketClosedException asException() {
        return new SocketClosedException(code, reason);
    }
}
