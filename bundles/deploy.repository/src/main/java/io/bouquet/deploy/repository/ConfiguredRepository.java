package io.bouquet.deploy.repository;

import io.bouquet.deploy.Archives;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.Repository;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A repository with its configuration, which may be wrong. Thread-safe. */
@Component(
        service = ConfiguredRepository.class,
        configurationPid = RepositoryConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RepositoryConfig.class, factory = true)
public final class ConfiguredRepository {
    static final Duration FRESH = Duration.ofSeconds(30);

    private final String name;
    private final String url;
    private final Archives archives;
    private final @Nullable Settings settings;
    private final String wrong;
    private final Path seen;
    private @Nullable Layout layout;
    private @Nullable Reading last;

    /** What the last reading found: offers, or a problem. */
    private record Reading(long nanos, Offer.@Nullable All all, String problem) {}

    /** @param properties component properties; only they have the PID, which names the repository */
    @Activate
    public ConfiguredRepository(
            RepositoryConfig config,
            Map<String, Object> properties,
            BundleContext context,
            @Reference Archives archives) {
        this(
                nameOf(String.valueOf(properties.get(Constants.SERVICE_PID))),
                config,
                Path.of(Objects.requireNonNullElse(context.getProperty("karaf.data"), ".")),
                archives);
    }

    /** @param data data folder of the platform */
    ConfiguredRepository(String name, RepositoryConfig config, Path data, Archives archives) {
        this.name = name;
        this.archives = archives;
        url = config.url();
        seen = data.resolve("repositories").resolve(name + ".properties");
        Settings checked = null;
        String problem = "";
        try {
            checked = Settings.of(config, data);
        } catch (RepositoryException e) {
            problem = String.valueOf(e.getMessage());
        }
        settings = checked;
        wrong = problem;
    }

    private static String nameOf(String pid) {
        return pid.substring(Math.max(pid.indexOf('~'), pid.lastIndexOf('.')) + 1);
    }

    String name() {
        return name;
    }

    /** Returns the offers, at most {@link #FRESH} old. */
    synchronized Offer.All offers() throws RepositoryException {
        Reading reading = last;
        if (reading == null || System.nanoTime() - reading.nanos() > FRESH.toNanos()) {
            reading = read();
            last = reading;
        }
        Offer.All all = reading.all();
        if (all == null) {
            throw new RepositoryException(reading.problem());
        }
        return all;
    }

    private Reading read() {
        try {
            return new Reading(System.nanoTime(), comparable(layout().read()), "");
        } catch (RepositoryException e) {
            return new Reading(System.nanoTime(), null, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Reading(System.nanoTime(), null, url + " cannot be read: " + words(e));
        }
    }

    private Settings settings() throws RepositoryException {
        if (settings == null) {
            throw new RepositoryException(wrong);
        }
        return settings;
    }

    private Layout layout() throws IOException, RepositoryException {
        Settings its = settings();
        Layout now = layout;
        if (!its.artifacts().isEmpty()) {
            now = now == null ? new MavenLayout(its, new Fetcher(its.place(), archives)) : now;
        } else if (its.key().isEmpty()
                && its.place() instanceof FolderPlace
                && !its.place().list("").contains(Index.FILE)) {
            now = now instanceof FolderLayout ? now : new FolderLayout(its.place(), new Fetcher(its.place(), archives));
        } else {
            now = new IndexLayout(its.place(), its.key(), new SeenIndex(seen));
        }
        layout = now;
        return now;
    }

    /** Leaves out archives with a version that cannot be compared. */
    private Offer.All comparable(Offer.All all) {
        List<Offer> offers = new ArrayList<>();
        List<String> problems = new ArrayList<>(all.problems());
        for (Offer offer : all.offers()) {
            Format format = offer.summary().format();
            String version = offer.summary().version();
            try {
                if (archives.compareVersions(format, version, version) == 0) {
                    offers.add(offer);
                }
            } catch (IllegalArgumentException e) {
                problems.add(offer.summary().name() + " is left out: '" + version + "' is no version of a " + format);
            }
        }
        return new Offer.All(all.made(), offers, problems);
    }

    /** Downloads an archive and verifies it. */
    Fetcher.Copy download(Offer offer) throws RepositoryException {
        Settings its = settings();
        try {
            // the signature of an index covers the checksums
            boolean isSignedBeside = !its.artifacts().isEmpty();
            Fetcher.Copy copy = new Fetcher(its.place(), archives)
                    .copy(
                            offer.path(),
                            offer.bytes(),
                            offer.algorithm(),
                            offer.checksum(),
                            isSignedBeside ? its.key() : Optional.empty());
            boolean same = copy.summary().name().equals(offer.summary().name())
                    && copy.summary().version().equals(offer.summary().version())
                    && copy.summary().format() == offer.summary().format();
            if (!same) {
                copy.delete();
                throw new RepositoryException(
                        offer.path() + " is " + copy.summary().name() + " "
                                + copy.summary().version() + ", and the repository says that it is "
                                + offer.summary().name() + " " + offer.summary().version() + ". It is not used");
            }
            return copy;
        } catch (IOException e) {
            throw new RepositoryException(offer.path() + " cannot be downloaded: " + words(e));
        }
    }

    Repository state() {
        String problem = wrong;
        Offer.All all = null;
        try {
            all = offers();
            problem = String.join("; ", all.problems());
        } catch (RepositoryException e) {
            problem = String.valueOf(e.getMessage());
        }
        Layout now = layout;
        return new Repository(
                name,
                url,
                now == null ? "" : now.name(),
                settings == null
                        ? ""
                        : settings.key().isPresent() ? "signed" : settings.isUnsigned() ? "unsigned" : "local",
                all == null ? Optional.empty() : all.made(),
                all == null ? 0 : all.offers().size(),
                problem);
    }

    private static String words(IOException e) {
        if (e instanceof UnknownHostException) {
            return "there is no host " + e.getMessage();
        }
        String message =
                e instanceof FileSystemException file ? file.getFile() + " " + file.getReason() : e.getMessage();
        return message == null ? e.toString() : message;
    }
}
