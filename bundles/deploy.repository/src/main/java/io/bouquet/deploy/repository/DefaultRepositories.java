package io.bouquet.deploy.repository;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Archives;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Download;
import io.bouquet.deploy.Outdated;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
import io.bouquet.deploy.Repository;
import io.bouquet.deploy.RepositorySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Searches all configured repositories. */
@Component
public final class DefaultRepositories implements Repositories {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    /** Property of a configuration that comes from a file. */
    private static final String FILE = "felix.fileinstall.filename";

    private final Deployments deployments;
    private final Archives archives;
    private final ConfigurationAdmin configurations;
    private final Path data;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<ConfiguredRepository> all = List.of();

    @Activate
    public DefaultRepositories(
            BundleContext context,
            @Reference Deployments deployments,
            @Reference Archives archives,
            @Reference ConfigurationAdmin configurations) {
        this(
                deployments,
                archives,
                configurations,
                Path.of(Objects.requireNonNullElse(context.getProperty("karaf.data"), ".")));
    }

    /** @param data data folder of the platform */
    DefaultRepositories(Deployments deployments, Archives archives, ConfigurationAdmin configurations, Path data) {
        this.deployments = deployments;
        this.archives = archives;
        this.configurations = configurations;
        this.data = data;
    }

    private List<ConfiguredRepository> sorted() {
        return all.stream()
                .sorted(Comparator.comparing(ConfiguredRepository::name))
                .toList();
    }

    @Override
    public List<Repository> repositories() {
        return sorted().stream().map(ConfiguredRepository::state).toList();
    }

    @Override
    public Found search(String words) {
        String[] wanted = words.strip().toLowerCase(Locale.ROOT).split("\\s+");
        Map<String, String> installed = new HashMap<>();
        deployments.plugins().forEach(plugin -> installed.put(plugin.name(), plugin.version()));
        List<Release> releases = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (ConfiguredRepository repository : sorted()) {
            try {
                Offer.All offers = repository.offers();
                offers.problems().forEach(problem -> problems.add(repository.name() + ": " + problem));
                for (Offer offer : offers.offers()) {
                    ArchiveSummary summary = offer.summary();
                    if (matches(summary, wanted)) {
                        releases.add(new Release(
                                repository.name(),
                                summary,
                                offer.bytes(),
                                archives.unmet(summary),
                                Optional.ofNullable(installed.get(summary.name()))));
                    }
                }
            } catch (RepositoryException e) {
                problems.add(repository.name() + ": " + e.getMessage());
            }
        }
        releases.sort(Comparator.comparing(Release::name).thenComparing(latestFirst()));
        return new Found(releases, problems);
    }

    private Comparator<Release> latestFirst() {
        return (one, other) -> {
            Format format = one.summary().format();
            return format == other.summary().format()
                    ? archives.compareVersions(format, other.version(), one.version())
                    : format.compareTo(other.summary().format());
        };
    }

    private static boolean matches(ArchiveSummary summary, String[] words) {
        String text = Stream.concat(
                        Stream.of(summary.name(), summary.title(), summary.description(), summary.licence()),
                        summary.adds().values().stream().flatMap(List::stream))
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
        return Stream.of(words).allMatch(text::contains);
    }

    @Override
    public Found latest(String words) {
        Found found = search(words);
        Map<List<String>, Release> best = new LinkedHashMap<>();
        for (Release release : found.releases()) {
            best.merge(
                    List.of(release.name(), release.repository()),
                    release,
                    (latest, older) -> latest.isCompatible() || !older.isCompatible() ? latest : older);
        }
        return new Found(List.copyOf(best.values()), found.problems());
    }

    @Override
    public Release find(String name, String version, String repository) {
        if (!repository.isEmpty()) {
            repository(repository);
        }
        Found found = search("");
        List<Release> named = found.releases().stream()
                .filter(release -> release.name().equals(name))
                .filter(release -> repository.isEmpty() || release.repository().equals(repository))
                .toList();
        refuseUnreadable(repository);
        if (named.isEmpty()) {
            throw new RefusedException(Reason.NOT_FOUND, missing(name, found));
        }
        List<String> repositories =
                named.stream().map(Release::repository).distinct().toList();
        if (repositories.size() > 1) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    name + " is in the repositories " + String.join(" and ", repositories)
                            + "; say which you mean: --from " + repositories.get(0) + " (from=" + repositories.get(0)
                            + " over REST)");
        }
        List<Release> wanted = named.stream()
                .filter(release -> version.isEmpty()
                        ? release.isCompatible()
                        : release.version().equals(version))
                .toList();
        if (!wanted.isEmpty()) {
            return wanted.get(0);
        }
        if (version.isEmpty()) {
            Release latest = named.get(0);
            throw new RefusedException(
                    Reason.BAD_ARCHIVE,
                    "no version of " + name + " can run here; the latest is " + latest.version() + ", and "
                            + latest.unmet().get(0).text(),
                    latest.unmet());
        }
        throw new RefusedException(
                Reason.NOT_FOUND,
                repositories.get(0) + " has no version " + version + " of " + name + "; it has "
                        + named.stream().map(Release::version).collect(Collectors.joining(", ")));
    }

    /**
     * Refuses a choice among repositories while one cannot be read. It may be the one that has the plugin, and another
     * may have a different plugin of the same name.
     */
    private void refuseUnreadable(String repository) {
        for (ConfiguredRepository one : sorted()) {
            if (repository.isEmpty() || one.name().equals(repository)) {
                try {
                    one.offers();
                } catch (RepositoryException e) {
                    throw new RefusedException(
                            Reason.CONFLICT,
                            "the repository " + one.name() + " cannot be used: " + e.getMessage()
                                    + (repository.isEmpty() && all.size() > 1
                                            ? ". Name another with --from (from over REST), or remove this one:"
                                                    + " plugin:repository-remove " + one.name()
                                            : ""));
                }
            }
        }
    }

    private String missing(String name, Found found) {
        if (all.isEmpty()) {
            return "no repository is configured, so a plugin is installed from a file: a path ends with .jar or .kar, or"
                    + " has a slash. plugin:repository-add configures a repository";
        }
        TreeSet<String> names =
                found.releases().stream().map(Release::name).collect(Collectors.toCollection(TreeSet::new));
        String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        List<String> similar = names.stream()
                .filter(other -> other.toLowerCase(Locale.ROOT).contains(last) || name.contains(other))
                .limit(5)
                .toList();
        return "no repository has a plugin '" + name + "'"
                + (similar.isEmpty()
                        ? "; plugin:search lists what there is"
                        : "; similar: " + String.join(", ", similar));
    }

    private ConfiguredRepository repository(String name) {
        return all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Reason.NOT_FOUND,
                        "there is no repository '" + name + "'; there are: "
                                + (all.isEmpty()
                                        ? "none"
                                        : sorted().stream()
                                                .map(ConfiguredRepository::name)
                                                .collect(Collectors.joining(", ")))));
    }

    @Override
    public List<Outdated> outdated() {
        List<Release> releases = search("").releases();
        List<Outdated> outdated = new ArrayList<>();
        for (Plugin plugin : deployments.plugins()) {
            List<Release> newer = releases.stream()
                    .filter(release -> release.name().equals(plugin.name())
                            && release.summary().format() == plugin.format()
                            && archives.compareVersions(plugin.format(), release.version(), plugin.version()) > 0)
                    .toList();
            if (!newer.isEmpty()) {
                outdated.add(new Outdated(
                        plugin.name(),
                        plugin.version(),
                        newer.stream().filter(Release::isCompatible).findFirst(),
                        newer.get(0)));
            }
        }
        return outdated;
    }

    @Override
    public Download download(Release release) {
        ConfiguredRepository repository = repository(release.repository());
        try {
            Offer offer = repository.offers().offers().stream()
                    .filter(one -> one.summary().name().equals(release.name())
                            && one.summary().version().equals(release.version()))
                    .findFirst()
                    .orElseThrow(() -> new RepositoryException(
                            release.name() + " " + release.version() + " is no longer in it; search again"));
            return new FetchedArchive(repository.download(offer), repository.name(), offer.path());
        } catch (RepositoryException e) {
            throw new RefusedException(
                    Reason.BAD_ARCHIVE, "the repository " + repository.name() + " cannot be used: " + e.getMessage());
        }
    }

    /** A verified copy. */
    private record FetchedArchive(Fetcher.Copy copy, String repository, String file) implements Download {
        @Override
        public Path path() {
            return copy.path();
        }

        @Override
        public String origin() {
            return Path.of(file).getFileName() + " from " + repository;
        }

        @Override
        public ArchiveSummary summary() {
            return copy.summary();
        }

        @Override
        public void close() {
            copy.delete();
        }
    }

    @Override
    public void add(String name, RepositorySettings settings) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "the name of a repository has lower-case letters, digits and hyphens, not '" + name + "'");
        }
        try {
            Settings.of(settings.url(), settings.key(), settings.unsigned(), settings.artifacts(), 1, "", "", data);
            Configuration configuration = configurations.getFactoryConfiguration(RepositoryConfig.PID, name, "?");
            refuseFile(name, configuration);
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put("url", settings.url());
            properties.put("key", settings.key());
            properties.put("unsigned", settings.unsigned());
            properties.put("artifacts", String.join(",", settings.artifacts()));
            configuration.update(properties);
        } catch (RepositoryException e) {
            throw new RefusedException(Reason.CONFLICT, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new RefusedException(Reason.UNAVAILABLE, "the configuration cannot be stored: " + e.getMessage());
        }
    }

    @Override
    public void remove(String name) {
        repository(name);
        try {
            Configuration @Nullable [] found =
                    configurations.listConfigurations("(service.pid=" + RepositoryConfig.PID + "~" + name + ")");
            if (found == null) {
                throw new RefusedException(
                        Reason.NOT_FOUND, "the repository " + name + " has no configuration that can be removed");
            }
            refuseFile(name, found[0]);
            found[0].delete();
        } catch (IOException e) {
            throw new RefusedException(Reason.UNAVAILABLE, "the configuration cannot be removed: " + e.getMessage());
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter for " + name + " is wrong", e);
        }
    }

    private static void refuseFile(String name, Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        Object file = properties == null ? null : properties.get(FILE);
        if (file != null) {
            throw new RefusedException(
                    Reason.CONFLICT, "the repository " + name + " comes from " + file + "; change or delete that file");
        }
    }
}
