package io.bouquet.deploy;

import java.time.Instant;

/**
 * A file in the deploy folder that is not installed as it is.
 *
 * @param file   its name
 * @param reason what is wrong, and what would be right
 * @param since  when it was refused
 */
public record Refusal(String file, String reason, Instant since) {}
