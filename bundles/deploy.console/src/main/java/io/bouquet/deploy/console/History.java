package io.bouquet.deploy.console;

import io.bouquet.console.spi.PageRequest;
import io.bouquet.deploy.ReceiptQuery;
import java.util.Locale;

/**
 * The part of the history that a page shows.
 *
 * @param plugin name of the plugin, or the empty string for all plugins
 * @param page   1 for the latest changes
 */
record History(String plugin, int page) {
    static final int PAGE_SIZE = 20;
    private static final int LAST_PAGE = Integer.MAX_VALUE / PAGE_SIZE;

    /** The range of the shown receipts, and links to newer and older pages; the empty string if there is none. */
    record Pages(String range, String newer, String older) {}

    static History of(PageRequest request) {
        return new History(request.parameter("plugin").strip(), page(request.parameter("page")));
    }

    ReceiptQuery query() {
        return new ReceiptQuery(plugin, (page - 1) * PAGE_SIZE, PAGE_SIZE);
    }

    Pages pages(int shown, long total) {
        long first = (page - 1L) * PAGE_SIZE + 1;
        long last = first + shown - 1;
        return new Pages(
                shown == 0 ? "" : String.format(Locale.ROOT, "%,d to %,d of %,d", first, last, total),
                page > 1 ? address(page - 1) : "",
                last < total && shown > 0 ? address(page + 1) : "");
    }

    private String address(int to) {
        return "/console/plugins?page=" + to + (plugin.isEmpty() ? "" : "&plugin=" + Units.encoded(plugin));
    }

    private static int page(String page) {
        try {
            return Math.max(1, Math.min(LAST_PAGE, Integer.parseInt(page)));
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
