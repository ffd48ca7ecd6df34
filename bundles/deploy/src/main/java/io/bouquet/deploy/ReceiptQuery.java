package io.bouquet.deploy;

/**
 * Selects receipts.
 *
 * @param plugin name of the plugin, or the empty string for all plugins
 * @param offset number of receipts to skip
 * @param limit  largest number of receipts to return, 1..1000
 */
public record ReceiptQuery(String plugin, int offset, int limit) {
    public ReceiptQuery {
        if (offset < 0 || limit < 1 || limit > 1000) {
            throw new IllegalArgumentException(
                    "offset " + offset + " must be 0 or more, and limit " + limit + " from 1 to 1000");
        }
    }
}
