package io.bouquet.deploy;

import java.time.Instant;
import java.util.Optional;

/**
 * An installed plugin.
 *
 * @param name     symbolic name of the bundle, or name of the KAR
 * @param version  version that serves
 * @param standby  version that stays loaded, so that a rollback is instant
 * @param previous version that a rollback returns to; loaded from the store if it is not on standby
 * @param origin   source of the archive, as shown to users
 * @param since    when this version was installed
 */
public record Plugin(
        String name,
        String version,
        Optional<String> standby,
        Optional<String> previous,
        Format format,
        String origin,
        Instant since) {
    /** The format of the archive. */
    public enum Format {
        JAR,
        KAR
    }
}
