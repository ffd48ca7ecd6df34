package io.bouquet.web.socket.jetty;

import io.bouquet.web.socket.SocketClosedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/** Puts the frames of a client together to messages. Used by one thread at a time. */
final class Messages {
    private final int maxBytes;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private boolean isText;

    /** @param text null if the message is binary */
    record Message(@Nullable String text, ByteBuffer bytes) {}

    Messages(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a frame with data; returns the message that it completes, or null.
     *
     * @throws SocketClosedException if the message is too long, or its text is no UTF-8
     */
    @Nullable
    Message add(Frame frame) {
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            isText = frame.getOpCode() == OpCode.TEXT;
        }
        ByteBuffer payload = frame.getPayload();
        if (collected.size() + payload.remaining() > maxBytes) {
            collected.reset();
            throw new SocketClosedException(
                    CloseStatus.MESSAGE_TOO_LARGE, "a message may have " + maxBytes + " bytes, the limit of this path");
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        collected.write(bytes, 0, bytes.length);
        if (!frame.isFin()) {
            return null;
        }
        ByteBuffer whole = ByteBuffer.wrap(collected.toByteArray());
        collected.reset();
        return new Message(isText ? text(whole.duplicate()) : null, whole);
    }

    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new SocketClosedException(CloseStatus.BAD_PAYLOAD, "a text message must be in UTF-8");
        }
    }
}
