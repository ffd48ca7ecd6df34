package io.bouquet.tagging.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes sessions of ONNX Runtime. */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** The operator StringNormalizer of scikit-learn's vectorizers has a locale, usually en_US. */
    private static final String NO_LOCALE = "Failed to construct locale";

    private Sessions() {}

    /**
     * Opens a session. The model goes through a temporary file, so that it takes no memory of the heap.
     *
     * @throws IOException if ONNX Runtime cannot use the model; the message is for its author
     */
    static OrtSession open(OpenFile model, int threads) throws IOException {
        OrtEnvironment environment = Natives.environment();
        Path copy = Files.createTempFile("bouquet", ".onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            try (InputStream in = model.open()) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
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
