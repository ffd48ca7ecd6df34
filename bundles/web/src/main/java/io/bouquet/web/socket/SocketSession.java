package io.bouquet.web.socket;

import io.bouquet.accounts.Caller;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** One open WebSocket. Thread-safe. */
@ProviderType
public interface SocketSession {
    /** Close code: the purpose is fulfilled. */
    int NORMAL = 1000;
    /** Close code: the endpoint does not take this kind of message. */
    int UNSUPPORTED = 1003;
    /** Close code: the message breaks a rule of the endpoint. */
    int POLICY = 1008;

    /**
     * Sends a text message after those before it. Waits while the client reads slowly and much is unsent; a client that reads
     * nothing for a time is disconnected.
     *
     * @return completes when the message was given to the network; fails with {@link SocketClosedException} if the socket is
     *     closed before
     */
    CompletionStage<Void> send(String text);

    /** Sends a binary message, like {@link #send(String)}. The bytes are copied. */
    CompletionStage<Void> send(ByteBuffer bytes);

    /**
     * Closes the socket after the messages that were sent. Does nothing if it is closed.
     *
     * @param code   1000, 1003, 1007 to 1014, or 3000 to 4999
     * @param reason for people; cut to 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Whether messages can be sent. */
    boolean isOpen();

    /** Whether the bundle is about to stop, so that long answers should end. */
    boolean isEnding();

    /** Returns the account that opened the socket, with the scopes of its credentials. */
    Caller caller();

    /** Returns the parameters of the query of the URI, decoded. */
    Map<String, List<String>> parameters();
}
