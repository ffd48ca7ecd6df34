package io.bouquet.plugin.builder;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with Java source code, as it was read. */
public record SourceFile(Path path, String text) {
    /** @throws IOException if the file cannot be read, or is not in UTF-8 */
    public static SourceFile read(Path path) throws IOException {
        try {
            return new SourceFile(path, Files.readString(path, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not in UTF-8: save it in UTF-8", e);
        }
    }

    /** Returns a line without its line break, or an empty string if there is no such line. */
    String line(long number) {
        return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
    }
}
