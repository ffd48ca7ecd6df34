package io.bouquet.web.socket;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives the messages of one WebSocket. One thread at a time calls it, in the order of the messages.
 *
 * <p>A message counts as unanswered until its method has returned and the returned stage is complete. While too many are
 * unanswered, the platform reads no further ones from the client. When the bundle is replaced, the platform reads no further
 * messages, waits for a limited time until the others are answered, and closes the socket with 1012. A message that is
 * unanswered for too long closes the socket with 1011 and interrupts the thread.
 *
 * <p>A {@link SocketClosedException}, thrown or in a stage, closes the socket with its code and reason. Any other exception
 * closes it with 1011, and is in the log.
 */
@ConsumerType
@FunctionalInterface
public interface SocketListener {
    /**
     * Called for each text message.
     *
     * @return completes when the message is answered, such as the stage of {@link SocketSession#send(String)}; null if it is
     *     answered already
     */
    @Nullable
    CompletionStage<?> text(String message) throws Exception;

    /** Called for each binary message, like {@link #text}. This implementation closes the socket with 1003. */
    default @Nullable CompletionStage<?> binary(ByteBuffer message) throws Exception {
        throw new SocketClosedException(SocketSession.UNSUPPORTED, "this path takes text messages only");
    }

    /**
     * Called once, after all other methods, when either side has closed the socket or the connection is lost.
     *
     * @param code   code of the close frame; 1005 if it had none, 1006 if the connection was lost
     * @param reason the reason in the close frame; the empty string if it had none
     */
    default void closed(int code, String reason) {}

    /** Called when the connection fails or the client breaks the protocol, before {@link #closed}. */
    default void failed(Throwable cause) {}
}
