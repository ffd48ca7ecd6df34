package io.bouquet.deploy;

import java.time.Instant;
import java.util.Optional;

/**
 * A plugin that was installed here.
 *
 * @param name     symbolic name of its bundle, or name of its KAR
 * @param version  that serves
 * @param standby  version that is loaded and would serve at once after a rollback
 * @param previous version that a rollback goes to; loaded from the store where it is not on standby
 * @param origin   where the archive came from, for people
 * @param since    when the version came
 */
public record Plugin(
        String name,
        String version,
        Optional<String> standby,
        Optional<String> previous,
        Format format,
        String origin,
        Instant since) {
    /** What was installed. */
    public enum Format {
        JAR,
        KAR
    }
}
