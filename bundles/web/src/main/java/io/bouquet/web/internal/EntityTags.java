package io.bouquet.web.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.WriterInterceptor;
import javax.ws.rs.ext.WriterInterceptorContext;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/**
 * Gives answers to GET and HEAD a weak ETag made of their bytes, and answers 304 to clients that have these bytes. An answer
 * gets none if it has an ETag already, is streamed, or is too large to wait for its end.
 */
@Component(service = WriterInterceptor.class)
@JaxrsExtension
@JaxrsName("bouquet-etags")
@JaxrsApplicationSelect("(|(osgi.jaxrs.name=*)(osgi.jaxrs.application.base=*))")
public final class EntityTags implements WriterInterceptor {
    /** Bytes of an answer that is written at once. */
    private static final int MAX_BYTES = 1024 * 1024;
    /** Bytes that are collected of an answer that is written in parts; the server collects as many. */
    private static final int MAX_COLLECTED = 32 * 1024;
    /** Bytes of a digest in an ETag. */
    private static final int TAG_BYTES = 12;

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        Message asked = message.getExchange().getInMessage();
        boolean isTagged = AnswerFilter.SAFE.contains(String.valueOf(asked.get(Message.HTTP_REQUEST_METHOD)))
                && Integer.valueOf(200).equals(message.get(Message.RESPONSE_CODE))
                && !(context.getEntity() instanceof DownloadPart)
                && !context.getHeaders().containsKey(HttpHeaders.ETAG)
                && !String.valueOf(context.getHeaders().getFirst(HttpHeaders.CACHE_CONTROL))
                        .contains("no-store");
        if (!isTagged) {
            context.proceed();
            return;
        }
        Tagged tagged = new Tagged(context.getOutputStream(), context.getHeaders(), message, asked);
        context.setOutputStream(tagged);
        context.proceed();
        tagged.end();
    }

    private static String tag(byte[] bytes, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, offset, length);
            return '"' + HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Collects an answer until it is complete, too large, or flushed. */
    private static final class Tagged extends OutputStream {
        private final OutputStream out;
        private final MultivaluedMap<String, Object> headers;
        private final Message message;
        private final Message asked;
        /** Null when the rest is sent as it comes. */
        private @Nullable ByteArrayOutputStream collected = new ByteArrayOutputStream(0);

        Tagged(OutputStream out, MultivaluedMap<String, Object> headers, Message message, Message asked) {
            this.out = out;
            this.headers = headers;
            this.message = message;
            this.asked = asked;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteArrayOutputStream before = collected;
            if (before == null) {
                out.write(bytes, offset, length);
            } else if (before.size() == 0 && isWhole(length)) {
                collected = null;
                send(bytes, offset, length);
            } else if (before.size() + length <= MAX_COLLECTED) {
                before.write(bytes, offset, length);
            } else {
                sendCollected();
                out.write(bytes, offset, length);
            }
        }

        private boolean isWhole(int length) {
            Object whole = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
            return length <= MAX_BYTES
                    && whole != null
                    && String.valueOf(length).equals(whole.toString());
        }

        @Override
        public void flush() throws IOException {
            sendCollected();
            out.flush();
        }

        @Override
        public void close() throws IOException {
            end();
            out.close();
        }

        private void sendCollected() throws IOException {
            ByteArrayOutputStream before = collected;
            collected = null;
            if (before != null) {
                before.writeTo(out);
                if ("HEAD".equals(asked.get(Message.HTTP_REQUEST_METHOD))) {
                    // the server would discard the rest, which may have no end
                    out.flush();
                    throw new ClientGoneException(new IOException("HEAD needs no body"));
                }
            }
        }

        /** The answer is complete. */
        void end() throws IOException {
            ByteArrayOutputStream whole = collected;
            collected = null;
            if (whole != null) {
                send(whole.toByteArray(), 0, whole.size());
            }
        }

        private void send(byte[] bytes, int offset, int length) throws IOException {
            String tag = tag(bytes, offset, length);
            headers.putSingle(HttpHeaders.ETAG, "W/" + tag);
            String known = known();
            if (known != null && Conditions.isAmong(known, tag)) {
                headers.remove(HttpHeaders.CONTENT_LENGTH);
                headers.remove(HttpHeaders.CONTENT_TYPE);
                message.remove(Message.CONTENT_TYPE);
                message.put(Message.RESPONSE_CODE, 304);
            } else {
                out.write(bytes, offset, length);
            }
        }

        private @Nullable String known() {
            return asked.get(AbstractHTTPDestination.HTTP_REQUEST) instanceof HttpServletRequest request
                    ? request.getHeader(HttpHeaders.IF_NONE_MATCH)
                    : null;
        }
    }
}
