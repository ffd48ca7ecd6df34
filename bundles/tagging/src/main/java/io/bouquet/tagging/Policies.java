package io.bouquet.tagging;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/** Which versions serve, by name of the tagger. Kept in Config Admin, so a restart changes nothing. Thread-safe. */
@ProviderType
public interface Policies {
    /** Those that were set, by name of the tagger; all others are {@link Policy#LATEST}. */
    SortedMap<String, Policy> all();

    /** That of one tagger. */
    Policy of(String tagger);

    /**
     * Sets policies, all in one generation; it serves when this returns.
     *
     * @throws IllegalArgumentException where a tagger or a version that is to serve is not there, or has failed
     */
    void set(Map<String, Policy> policies);

    /**
     * Makes one version serve alone, from the next request on: {@link Policy#LATEST} where it is the one that this
     * would choose, else pinned.
     *
     * @param version the empty string for the candidate of a canary or shadow, or else the newest that is ready
     * @throws IllegalArgumentException where there is no such version, or it is not ready
     */
    Policy promote(String tagger, String version);

    /**
     * Pins the version that served before the one that serves now, without loading anything.
     *
     * @throws IllegalArgumentException where none stands by
     */
    Policy rollBack(String tagger);

    /** What a shadow has shown so far; empty where the tagger has none. */
    Optional<Comparison> comparison(String tagger);
}
