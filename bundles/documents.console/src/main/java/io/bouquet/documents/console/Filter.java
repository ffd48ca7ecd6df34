package io.bouquet.documents.console;

import io.bouquet.console.spi.PageRequest;
import io.bouquet.documents.DocumentQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filter form as the user filled it in.
 *
 * @param since first day, UTC
 * @param until last day, UTC
 * @param page  1 for the newest documents
 */
record Filter(String label, String language, String since, String until, int page, String problem) {
    static final int PAGE_SIZE = 20;
    private static final int LAST_PAGE = Integer.MAX_VALUE / PAGE_SIZE;

    /** Links to the next and previous page; the empty string if there is none. */
    record Pages(String range, String newer, String older) {}

    static Filter of(PageRequest request) {
        String since = request.parameter("since").strip();
        String until = request.parameter("until").strip();
        String problem = "";
        for (String day : new String[] {since, until}) {
            if (!isDay(day)) {
                problem = "'" + day + "' is not a day: write it as 2026-11-30.";
            }
        }
        return new Filter(
                request.parameter("label").strip(),
                request.parameter("language").strip().toLowerCase(Locale.ROOT),
                since,
                until,
                page(request.parameter("page")),
                problem);
    }

    DocumentQuery query() {
        return new DocumentQuery(
                label.isEmpty() ? null : label,
                language.isEmpty() ? null : language,
                startOf(since, 0),
                startOf(until, 1),
                (page - 1) * PAGE_SIZE,
                PAGE_SIZE);
    }

    boolean restricts() {
        return !label.isEmpty() || !language.isEmpty() || !since.isEmpty() || !until.isEmpty();
    }

    Pages pages(int shown, long total) {
        long first = (page - 1L) * PAGE_SIZE + 1;
        long last = first + shown - 1;
        return new Pages(
                shown == 0 ? "" : String.format(Locale.ROOT, "%,d to %,d of %,d", first, last, total),
                page > 1 ? href(page - 1) : "",
                last < total && shown > 0 ? href(page + 1) : "");
    }

    private String href(int to) {
        StringBuilder href = new StringBuilder("/console/documents?page=").append(to);
        Map.of("label", label, "language", language, "since", since, "until", until)
                .forEach((name, value) -> {
                    if (!value.isEmpty()) {
                        href.append('&')
                                .append(name)
                                .append('=')
                                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                    }
                });
        return href.toString();
    }

    private static boolean isDay(String day) {
        try {
            startOf(day, 0);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static @Nullable Instant startOf(String day, int plus) {
        if (day.isEmpty()) {
            return null;
        }
        LocalDate date = LocalDate.parse(day);
        if (date.getYear() < 0 || date.getYear() > DocumentQuery.MAX_YEAR) {
            throw new DateTimeException("the year is not in 0.." + DocumentQuery.MAX_YEAR);
        }
        return date.plusDays(plus).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static int page(String page) {
        try {
            return Math.max(1, Math.min(LAST_PAGE, Integer.parseInt(page)));
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
