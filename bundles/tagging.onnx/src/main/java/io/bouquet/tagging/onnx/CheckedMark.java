package io.bouquet.tagging.onnx;

import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers, in the data area of a model's bundle, that the model has been checked with these files and attributes. So a
 * platform that starts again needs not open a large model before its first text.
 */
final class CheckedMark {
    private static final Logger LOG = LoggerFactory.getLogger(CheckedMark.class);
    /** Part of the fingerprint; counted up when the check changes. */
    private static final String CHECK = "1";

    private final ModelDeclaration declaration;
    private final ModelFiles files;
    private final List<String> paths = new ArrayList<>();
    private final @Nullable Path mark;
    private @Nullable String fingerprint;

    CheckedMark(ModelDeclaration declaration, ModelOptions options, ModelFiles files) {
        this.declaration = declaration;
        this.files = files;
        paths.add(declaration.path());
        paths.addAll(options.files());
        mark = files.dataFile(declaration.name() + ".checked");
    }

    boolean isSet() throws IOException {
        return mark != null
                && Files.isRegularFile(mark)
                && Files.readString(mark).equals(fingerprint());
    }

    void set() throws IOException {
        if (mark == null) {
            return;
        }
        try {
            Files.writeString(mark, fingerprint());
        } catch (IOException unwritable) {
            LOG.warn("The model {} will be checked again at the next start", declaration.path(), unwritable);
        }
    }

    private String fingerprint() throws IOException {
        String known = fingerprint;
        if (known != null) {
            return known;
        }
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        String facts = CHECK + " " + declaration.kind() + " " + new TreeMap<>(declaration.attributes());
        digest.update(facts.getBytes(StandardCharsets.UTF_8));
        for (String path : paths) {
            try (InputStream in = new DigestInputStream(files.open(path), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        String made = HexFormat.of().formatHex(digest.digest());
        fingerprint = made;
        return made;
    }
}
