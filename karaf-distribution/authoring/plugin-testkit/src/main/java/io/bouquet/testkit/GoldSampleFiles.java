package io.bouquet.testkit;

import io.bouquet.testkit.ClassFile.Note;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.bundle.Header;
import org.osgi.annotation.bundle.Headers;

/** Finds the gold samples that the class of a tagger names with {@code @Header}. */
final class GoldSampleFiles {
    private static final String HEADER = "Bouquet-Samples";

    private GoldSampleFiles() {}

    /** Adds the header, and the files that it names, to those of a bundle. */
    static void add(Class<?> tagger, Map<String, String> headers, Map<String, byte[]> files) {
        for (Note note : ClassFile.of(tagger).notes) {
            if (note.type().equals(Header.class.getName())) {
                add(tagger, note, headers, files);
            } else if (note.type().equals(Headers.class.getName())
                    && note.values().get("value") instanceof List<?> several) {
                several.forEach(one -> add(tagger, (Note) one, headers, files));
            }
        }
    }

    private static void add(Class<?> tagger, Note note, Map<String, String> headers, Map<String, byte[]> files) {
        if (note.text("name", "").equals(HEADER)) {
            add(note.text("value", ""), tagger.getClassLoader(), headers, files);
        }
    }

    /** Adds a header to those of a bundle, and its files, which {@code loader} has. */
    static void add(String header, ClassLoader loader, Map<String, String> headers, Map<String, byte[]> files) {
        headers.merge(HEADER, header, (one, other) -> one + "," + other);
        for (String clause : header.split(",")) {
            String path = clause.split(";")[0].strip();
            try (InputStream in = loader.getResourceAsStream(path)) {
                // a missing file is one of the platform's own errors
                if (in != null) {
                    files.put(path, in.readAllBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
