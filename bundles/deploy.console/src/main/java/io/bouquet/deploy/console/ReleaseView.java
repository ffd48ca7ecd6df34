package io.bouquet.deploy.console;

import io.bouquet.common.ByteSize;
import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Release;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A release, as the page shows it.
 *
 * @param what      title and description; the empty string if there are none
 * @param installed installed version; the empty string if the plugin is not installed
 * @param isCurrent whether this version is installed
 * @param unmet     why it cannot run here
 * @param verb      what its button does; the empty string for no button
 */
record ReleaseView(
        String name,
        String version,
        String format,
        String bytes,
        String repository,
        String what,
        String licence,
        String installed,
        boolean isCurrent,
        List<String> unmet,
        List<ArchiveSummary.Row> rows,
        String verb) {
    static ReleaseView of(Release release) {
        ArchiveSummary summary = release.summary();
        String installed = release.installed().orElse("");
        boolean isCurrent = installed.equals(release.version());
        return new ReleaseView(
                release.name(),
                release.version(),
                summary.format().name(),
                ByteSize.text(release.bytes()),
                release.repository(),
                Stream.of(summary.title(), summary.description())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(": ")),
                summary.licence(),
                installed,
                isCurrent,
                release.unmet().stream().map(Finding::text).toList(),
                summary.rows(),
                isCurrent || !release.isCompatible() ? "" : installed.isEmpty() ? "Install" : "Change version");
    }
}
