package io.bouquet.deploy;

import java.time.Instant;
import java.util.Optional;

/**
 * A configured repository of plugins.
 *
 * @param name     last part of its PID
 * @param url      folder or address
 * @param layout   {@code index}, {@code folder} or {@code maven}
 * @param trust    what the platform verifies: {@code signed}, {@code local} or {@code unsigned}
 * @param made     when its index was made; empty if it has none
 * @param releases number of versions in it
 * @param problem  why it cannot be used; the empty string if it can
 */
public record Repository(
        String name, String url, String layout, String trust, Optional<Instant> made, int releases, String problem) {}
