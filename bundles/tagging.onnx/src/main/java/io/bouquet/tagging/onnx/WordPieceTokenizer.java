package io.bouquet.tagging.onnx;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.common.Surrogates;
import io.bouquet.common.json.BundleJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A tokenizer in the format {@code tokenizer.json} of Hugging Face. It calls the native library itself, because DJL's own
 * class downloads, writes to the home directory and calls a server. Thread-safe.
 */
final class WordPieceTokenizer implements AutoCloseable {
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;
    private static final char REPLACEMENT = '\uFFFD';

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    /** 0 after closing. Guarded by lock. */
    private long handle;

    private final long[] before;
    private final long[] after;
    private final long largestId;

    private WordPieceTokenizer(long handle, long largestId) {
        this.handle = handle;
        this.largestId = largestId;
        // the special pieces around a text do not depend on it
        long encoding = LIBRARY.encode(handle, "a", true);
        try {
            long[] ids = LIBRARY.getTokenIds(encoding);
            long[] special = LIBRARY.getSpecialTokenMask(encoding);
            int begin = 0;
            while (begin < ids.length && special[begin] == 1) {
                begin++;
            }
            int end = ids.length;
            while (end > begin && special[end - 1] == 1) {
                end--;
            }
            before = Arrays.copyOfRange(ids, 0, begin);
            after = Arrays.copyOfRange(ids, end, ids.length);
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    /** @throws IOException if this is not a tokenizer, or there is no library for this machine */
    static WordPieceTokenizer read(byte[] json) throws IOException {
        String text = new String(json, StandardCharsets.UTF_8);
        long largest = largestId(text);
        Natives.requireTokenizers();
        long handle;
        try {
            handle = LIBRARY.createTokenizerFromString(text);
        } catch (RuntimeException refused) {
            throw new IOException("it is no tokenizer.json of Hugging Face (" + refused.getMessage() + ")", refused);
        }
        LIBRARY.disableTruncation(handle);
        LIBRARY.disablePadding(handle);
        return new WordPieceTokenizer(handle, largest);
    }

    private static long largestId(String text) throws IOException {
        JsonNode root;
        try {
            root = BundleJson.mapper().build().readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IOException("it is no JSON (" + wrong.getOriginalMessage() + ")", wrong);
        }
        long largest = -1;
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isObject()) {
            for (JsonNode id : vocabulary) {
                largest = Math.max(largest, id.asLong(-1));
            }
        } else {
            largest = vocabulary.size() - 1L; // a list of pieces with scores
        }
        for (JsonNode token : root.path("added_tokens")) {
            largest = Math.max(largest, token.path("id").asLong(-1));
        }
        if (largest < 0) {
            throw new IOException("it is no tokenizer.json of Hugging Face: it has no model with a vocabulary");
        }
        return largest;
    }

    /** The ids of the special pieces before a text. */
    long[] before() {
        return before;
    }

    /** The ids of the special pieces after a text. */
    long[] after() {
        return after;
    }

    /** The largest id that it gives. */
    long largestId() {
        return largestId;
    }

    /**
     * Returns the pieces of a text, without special pieces.
     *
     * @throws IllegalStateException if the tokenizer is closed
     */
    WordPieces pieces(String text) {
        String valid = withoutUnpairedSurrogates(text);
        lock.readLock().lock();
        try {
            if (handle == 0) {
                throw new IllegalStateException("the tokenizer is closed");
            }
            long encoding = LIBRARY.encode(handle, valid, false);
            try {
                return withUtf16Offsets(valid, LIBRARY.getTokenIds(encoding), LIBRARY.getTokenCharSpans(encoding));
            } finally {
                LIBRARY.deleteEncoding(encoding);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    private static WordPieces withUtf16Offsets(String text, long[] ids, CharSpan[] spans) {
        int[] begins = new int[ids.length];
        int[] ends = new int[ids.length];
        boolean oneEach = text.codePointCount(0, text.length()) == text.length();
        int[] offsets = oneEach ? new int[0] : offsetsOfCodePoints(text);
        for (int i = 0; i < ids.length; i++) {
            CharSpan span = spans[i];
            if (span == null) { // not of the text, such as a prefix
                begins[i] = i == 0 ? 0 : ends[i - 1];
                ends[i] = begins[i];
            } else if (oneEach) {
                begins[i] = span.getStart();
                ends[i] = span.getEnd();
            } else {
                begins[i] = offsets[span.getStart()];
                ends[i] = offsets[span.getEnd()];
            }
        }
        return new WordPieces(ids, begins, ends);
    }

    private static int[] offsetsOfCodePoints(String text) {
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            if (at < text.length()) {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return offsets;
    }

    /** Replaces unpaired surrogates, which the native library cannot read. */
    private static String withoutUnpairedSurrogates(String text) {
        if (Surrogates.firstUnpaired(text) < 0) {
            return text;
        }
        StringBuilder valid = new StringBuilder(text);
        for (int i = 0; i < valid.length(); i++) {
            char c = valid.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 < valid.length() && Character.isSurrogatePair(c, valid.charAt(i + 1))) {
                    i++;
                } else {
                    valid.setCharAt(i, REPLACEMENT);
                }
            }
        }
        return valid.toString();
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (handle != 0) {
                LIBRARY.deleteTokenizer(handle);
                handle = 0;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
