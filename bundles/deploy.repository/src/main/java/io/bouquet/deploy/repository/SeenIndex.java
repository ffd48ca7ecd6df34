package io.bouquet.deploy.repository;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/**
 * Remembers the latest index of a repository, so that nobody can hide newer versions behind an older index, which is also
 * signed.
 *
 * @param file file that keeps the time and the key of the index
 */
record SeenIndex(Path file) {
    private static final Duration SKEW = Duration.ofDays(1);

    /** @throws RepositoryException if an index of the same key was seen that is later */
    void requireNotOlder(PublicKey key, Instant made) throws IOException, RepositoryException {
        if (made.isAfter(Instant.now().plus(SKEW))) {
            throw new RepositoryException("its index was made at " + made
                    + ", which is in the future: the clock of its publisher or of this machine is wrong");
        }
        Properties seen = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                seen.load(in);
            }
        }
        String text = SigningKeys.text(key);
        boolean known = text.equals(seen.getProperty("key"));
        if (known && made.equals(time(seen))) {
            return;
        }
        if (known && made.isBefore(time(seen))) {
            throw new RepositoryException("its index was made at " + made + ", and one of " + time(seen)
                    + " was seen before: an older index may hide newer versions. If the publisher went back on purpose,"
                    + " delete " + file);
        }
        seen.setProperty("key", text);
        seen.setProperty("made", made.toString());
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (Writer out = Files.newBufferedWriter(part)) {
            seen.store(out, "The latest index of this repository");
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Instant time(Properties seen) throws RepositoryException {
        try {
            return Instant.parse(seen.getProperty("made", ""));
        } catch (DateTimeException e) {
            throw new RepositoryException(file + " is damaged; delete it if you trust the index that is there now");
        }
    }
}
