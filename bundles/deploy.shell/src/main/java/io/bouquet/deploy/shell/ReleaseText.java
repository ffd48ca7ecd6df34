package io.bouquet.deploy.shell;

import io.bouquet.common.ByteSize;
import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Release;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints what is in a release and what it asks for. */
final class ReleaseText {
    private ReleaseText() {}

    /** @param summary content of the archive, as the repository or the archive itself has it */
    static void print(Release release, ArchiveSummary summary, PrintStream out) {
        out.println(summary.name() + " " + summary.version() + ", "
                + summary.format().name() + " of " + ByteSize.text(release.bytes()) + ", from " + release.repository());
        String what = what(summary);
        if (!what.isEmpty()) {
            out.println("  " + what);
        }
        if (!summary.licence().isEmpty()) {
            row("licence", summary.licence(), out);
        }
        release.installed().ifPresent(version -> row("installed", version, out));
        summary.rows().forEach(row -> row(row.kind(), String.join(", ", row.values()), out));
        if (summary.permissions().isEmpty()) {
            row("permissions", "none", out);
        }
        release.unmet().forEach(finding -> row("incompatible", finding.text(), out));
    }

    private static void row(String kind, String text, PrintStream out) {
        out.println(String.format(Locale.ROOT, "  %-12s %s", kind, text));
    }

    /** Returns the title and the description; the empty string if there are none. */
    static String what(ArchiveSummary summary) {
        return Stream.of(summary.title(), summary.description())
                .filter(text -> !text.isEmpty())
                .map(text -> text.replaceAll("\\s+", " "))
                .collect(Collectors.joining(": "));
    }

    /** Returns a release for JSON. */
    static Map<String, Object> json(Release release) {
        ArchiveSummary summary = release.summary();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", summary.name());
        one.put("version", summary.version());
        one.put("format", summary.format().name().toLowerCase(Locale.ROOT));
        one.put("title", summary.title());
        one.put("description", summary.description());
        one.put("licence", summary.licence());
        one.put("repository", release.repository());
        one.put("bytes", release.bytes());
        one.put("installed", release.installed().orElse(""));
        one.put("compatible", release.isCompatible());
        one.put("unmet", release.unmet().stream().map(Finding::text).toList());
        one.put("adds", summary.adds());
        one.put("scopes", summary.scopes());
        one.put("permissions", summary.permissions());
        one.put("packages", summary.packages());
        return one;
    }

    /** Prints why some repositories could not be searched. */
    static void printProblems(List<String> problems, PrintStream out) {
        problems.forEach(problem -> out.println("repository " + problem));
    }
}
