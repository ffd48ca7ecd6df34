package io.bouquet.deploy.shell;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Release;

/** A plugin in a repository as a user writes it: {@code NAME} or {@code NAME@VERSION}. */
record Chosen(String name, String version) {
    /** @throws IllegalArgumentException if a part is empty */
    static Chosen of(String text) {
        int at = text.indexOf('@');
        Chosen chosen = at < 0 ? new Chosen(text, "") : new Chosen(text.substring(0, at), text.substring(at + 1));
        if (chosen.name().isEmpty() || at >= 0 && chosen.version().isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is no plugin; write NAME or NAME@VERSION");
        }
        return chosen;
    }

    static String text(Release release) {
        ArchiveSummary summary = release.summary();
        return summary.name() + "@" + summary.version();
    }
}
