package io.bouquet.tagging.privacy.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.json.BundleJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A caller's AES key, which encrypts the originals of a redaction into a token and decrypts them (AES-GCM, NIST SP
 * 800-38D, a random nonce of 96 bits, a tag of 128 bits). It is kept nowhere.
 */
final class RestoreKey {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = "bouquet.redact.1".getBytes(StandardCharsets.US_ASCII);
    private static final List<Integer> KEY_BYTES = List.of(16, 24, 32);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TypeReference<Map<String, List<String>>> ORIGINALS = new TypeReference<>() {};

    private final SecretKey key;
    private final ObjectMapper json = BundleJson.strict().build();

    private RestoreKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Reads a key in base64; empty if it is not one of 16, 24 or 32 bytes. */
    static Optional<RestoreKey> of(String base64) {
        return decode(base64).filter(bytes -> KEY_BYTES.contains(bytes.length)).map(RestoreKey::new);
    }

    String encrypt(Map<String, List<String>> originals) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(json.writeValueAsBytes(originals));
            byte[] token = ByteBuffer.allocate(1 + NONCE_BYTES + secret.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(secret)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("the originals cannot be encrypted", e);
        }
    }

    /** Returns the originals; empty if the token is damaged, or of another key. */
    Optional<Map<String, List<String>>> decrypt(String token) {
        byte[] bytes = decode(token).orElse(new byte[0]);
        if (bytes.length <= 1 + NONCE_BYTES + TAG_BITS / 8 || bytes[0] != VERSION) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, 1 + NONCE_BYTES, bytes.length - 1 - NONCE_BYTES);
            return Optional.of(json.readValue(plain, ORIGINALS));
        } catch (AEADBadTagException otherKey) {
            return Optional.empty();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the token cannot be decrypted", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(PURPOSE);
        return cipher;
    }

    /** Decodes base64 of both alphabets, with or without padding. */
    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getUrlDecoder()
                    .decode(base64.strip().replace('+', '-').replace('/', '_')));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
