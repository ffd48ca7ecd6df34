package io.bouquet.tagging.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes sessions of ONNX Runtime. */
final class Sessions {
    /** Fields of ONNX's ModelProto, GraphProto and ValueInfoProto. */
    private static final int GRAPH = 7;

    private static final int GRAPH_OUTPUT = 12;
    private static final int NAME = 1;
    private static final int LENGTH_DELIMITED = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** The operator StringNormalizer of scikit-learn's vectorizers has a locale, usually en_US. */
    private static final String NO_LOCALE = "Failed to construct locale";

    private Sessions() {}

    /**
     * Returns the bytes that, after those of a model, make a value of its graph an output. A message of Protocol Buffers
     * that is in two parts is merged; lists get longer.
     */
    private static byte[] output(String value) {
        return field(GRAPH, field(GRAPH_OUTPUT, field(NAME, value.getBytes(StandardCharsets.UTF_8))));
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(number << 3 | LENGTH_DELIMITED);
        int length = content.length;
        while (length > 0x7f) {
            field.write(length & 0x7f | 0x80);
            length >>>= 7;
        }
        field.write(length);
        field.writeBytes(content);
        return field.toByteArray();
    }

    /**
     * Opens a session. The model goes through a temporary file, so that it takes no memory of the heap.
     *
     * @param inner name of a value of the graph to add to the outputs; empty for none
     * @throws IOException if ONNX Runtime cannot use the model; the message is for its author
     */
    static OrtSession open(OpenFile model, int threads, String inner) throws IOException {
        OrtEnvironment environment = Natives.environment();
        Path copy = Files.createTempFile("bouquet", ".onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            try (InputStream in = model.open()) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!inner.isEmpty()) {
                Files.write(copy, output(inner), StandardOpenOption.APPEND);
            }
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // waiting threads would take the processors of others
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return environment.createSession(copy.toString(), options);
        } catch (OrtException refused) {
            throw unusable(refused);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    static IOException unusable(OrtException refused) {
        return new IOException("ONNX Runtime cannot use it (" + reason(refused) + ")", refused);
    }

    /** Returns the message without the path of the temporary file. */
    static String reason(OrtException refused) {
        String message = String.valueOf(refused.getMessage())
                .replaceAll("(from )?\\S*bouquet\\d+\\.onnx ?", "")
                .strip();
        return message.contains(NO_LOCALE)
                ? message + "; install the locale on this machine, or export the model with the option 'locale': 'C'"
                : message;
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException stillOpen) {
            LOG.warn("A model could not be unloaded", stillOpen);
        }
    }
}
