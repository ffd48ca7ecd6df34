package io.bouquet.deploy.console;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Archives;
import io.bouquet.deploy.Download;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Outdated;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
import io.bouquet.deploy.Repository;
import io.bouquet.deploy.RepositorySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has {@code shout} 2.0.0, and {@code whisper} 1.0.0, which cannot run here. */
final class RepositoriesStub implements Repositories, Archives {
    /** Downloads that were not closed. */
    int open;

    private static ArchiveSummary plugin(String name, String version) {
        return new ArchiveSummary(
                name,
                version,
                Format.JAR,
                "Shouts <loudly>",
                "",
                "Apache-2.0",
                17,
                Map.of("routes", List.of("GET /shout")),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static final List<Release> RELEASES = List.of(
            new Release("team", plugin("shout", "2.0.0"), 5000, List.of(), Optional.of("1.1.0")),
            new Release(
                    "team",
                    plugin("whisper", "1.0.0"),
                    5000,
                    List.of(new Finding("missing-package", "it needs the package air", "")),
                    Optional.empty()));

    @Override
    public ArchiveSummary summary(Path archive, String origin) {
        return plugin("shout", "2.0.0");
    }

    @Override
    public List<Finding> unmet(ArchiveSummary summary) {
        return List.of();
    }

    @Override
    public int compareVersions(Format format, String version, String other) {
        return version.compareTo(other);
    }

    @Override
    public long maxArchiveBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<Repository> repositories() {
        return List.of(new Repository(
                "team", "https://plugins.example.com/", "index", "signed", Optional.empty(), 2, "it is <slow>"));
    }

    @Override
    public Found search(String words) {
        return new Found(RELEASES, List.of());
    }

    @Override
    public Found latest(String words) {
        return search(words);
    }

    @Override
    public Release find(String name, String version, String repository) {
        if (name.equals("evil")) {
            throw new RefusedException(Reason.BAD_ARCHIVE, "the SHA-256 of evil.jar is wrong");
        }
        return RELEASES.get(0);
    }

    @Override
    public List<Outdated> outdated() {
        return List.of();
    }

    @Override
    public Download download(Release release) {
        Path copy;
        try {
            copy = Files.createTempFile("shout", ".jar");
            Files.writeString(copy, release.version());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open++;
        return new Download() {
            @Override
            public Path path() {
                return copy;
            }

            @Override
            public String origin() {
                return "shout-2.0.0.jar from team";
            }

            @Override
            public ArchiveSummary summary() {
                return release.summary();
            }

            @Override
            public void close() {
                open--;
                copy.toFile().delete();
            }
        };
    }

    @Override
    public void add(String name, RepositorySettings settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String name) {
        throw new UnsupportedOperationException();
    }
}
