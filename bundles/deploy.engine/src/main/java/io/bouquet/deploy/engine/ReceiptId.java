package io.bouquet.deploy.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Creates readable ids of receipts that sort by time: {@code 20261123-051500-3f2}. */
final class ReceiptId {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private ReceiptId() {}

    /** @param millis since 1970, never the same twice */
    static String of(long millis) {
        return SECONDS.format(Instant.ofEpochMilli(millis)) + String.format("-%03x", millis % 1000);
    }
}
