package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A document or file, ready to be sent.
 *
 * @param bytes of the content
 * @param tag  entity tag with its quotes, by the content
 */
record Document(byte[] bytes, String tag) {
    static Document of(ObjectNode document) {
        return of(document.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Document of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Document(bytes, '"' + HexFormat.of().formatHex(hash, 0, 12) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
