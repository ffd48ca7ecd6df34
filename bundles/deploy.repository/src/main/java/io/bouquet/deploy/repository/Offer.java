package io.bouquet.deploy.repository;

import io.bouquet.deploy.ArchiveSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An archive in a repository.
 *
 * @param path      path in the repository
 * @param algorithm algorithm of the checksum, such as {@code SHA-256}; the empty string if there is no checksum
 * @param checksum  in lower-case hexadecimal digits
 */
record Offer(String path, long bytes, String algorithm, String checksum, ArchiveSummary summary) {
    /**
     * What a repository has.
     *
     * @param made     when its index was made; empty if it has none
     * @param problems archives that are left out, and why
     */
    record All(Optional<Instant> made, List<Offer> offers, List<String> problems) {
        All {
            offers = List.copyOf(offers);
            problems = List.copyOf(problems);
        }
    }
}
