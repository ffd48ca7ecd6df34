package io.bouquet.deploy;

import java.time.Instant;

/**
 * A file in the deploy folder that was refused.
 *
 * @param file   name of the file
 * @param reason what is wrong, and how to fix it
 * @param since  when it was refused
 */
public record Refusal(String file, String reason, Instant since) {}
