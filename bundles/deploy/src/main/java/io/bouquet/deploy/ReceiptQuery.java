package io.bouquet.deploy;

/**
 * Which receipts.
 *
 * @param plugin the empty string for all plugins
 * @param offset of the first one wanted, from 0
 * @param limit  how many at most, 1..1000
 */
public record ReceiptQuery(String plugin, int offset, int limit) {
    public ReceiptQuery {
        if (offset < 0 || limit < 1 || limit > 1000) {
            throw new IllegalArgumentException(
                    "offset " + offset + " must be 0 or more, and limit " + limit + " from 1 to 1000");
        }
    }
}
