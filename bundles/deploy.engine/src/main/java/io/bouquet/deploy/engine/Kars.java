package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.Repository;
import org.osgi.resource.Requirement;
import org.osgi.service.resolver.ResolutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs KARs with Karaf's features service. Unpacks the Maven repository of each KAR to a folder where Karaf looks
 * for artifacts.
 */
final class Kars {
    private static final Logger LOG = LoggerFactory.getLogger(Kars.class);
    /** Karaf must not refresh bundles by itself: refreshes are planned here. */
    private static final EnumSet<FeaturesService.Option> OPTIONS =
            EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles);

    private static final String TRIAL = "trial-";
    private static final Pattern NOT_FOUND = Pattern.compile("(?:downloading|resolving) (mvn:\\S+)");

    private final Surroundings surroundings;
    private final UnresolvedRequirements requirements;
    private final Path folder;
    private final Store store;

    /** @param folder Karaf's own folder for KARs */
    Kars(Surroundings surroundings, UnresolvedRequirements requirements, Path folder, Store store) {
        this.surroundings = surroundings;
        this.requirements = requirements;
        this.folder = folder;
        this.store = store;
    }

    /** Returns the locations of the bundles in the installed KARs. */
    Set<String> locations() {
        Set<String> locations = new LinkedHashSet<>();
        store.installed().values().stream()
                .filter(plugin -> plugin.format() == Format.KAR)
                .forEach(plugin -> locations.addAll(locations(plugin)));
        return locations;
    }

    private List<String> locations(Store.Installed kar) {
        try {
            return locations(store.archive(kar));
        } catch (RefusedException unreadable) {
            // the KAR was not restored, so none of its bundles is installed
            LOG.debug("{} cannot be read", kar.name(), unreadable);
            return List.of();
        }
    }

    /** Returns the locations that the bundles of a KAR have in Karaf. */
    static List<String> locations(Archive kar) {
        return kar.content().bundles();
    }

    /** Returns the features to install with a KAR, as {@code name/version}. */
    private static Set<String> features(Archive kar) {
        return kar.content().features();
    }

    /**
     * Checks with Karaf whether a KAR could be installed, without installing it. Runs one trial at a time, because the
     * content of another trial must not count as available.
     *
     * @return what prevents the installation; empty if nothing does
     */
    synchronized List<Finding> trial(String id, Archive kar) throws Exception {
        Path its = folder.resolve(TRIAL + id);
        try {
            unpack(kar, its);
            features().addRepository(its.resolve(kar.repository()).toUri(), false);
            EnumSet<FeaturesService.Option> simulated = EnumSet.copyOf(OPTIONS);
            simulated.add(FeaturesService.Option.Upgrade);
            simulated.add(FeaturesService.Option.Simulate);
            try {
                features().installFeatures(features(kar), simulated);
                return List.of();
            } catch (InterruptedException stop) {
                throw stop;
            } catch (Exception unfit) {
                LOG.debug("{} {} does not fit", kar.name(), kar.version(), unfit);
                return List.of(inWords(unfit));
            }
        } finally {
            drop(its.resolve(kar.repository()).toUri(), its);
        }
    }

    private Finding inWords(Exception unfit) {
        Requirement missing = null;
        for (Throwable cause = unfit; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResolutionException unresolved) {
                // the innermost exception names the actual requirement
                missing = unresolved.getUnresolvedRequirements().stream()
                        .findFirst()
                        .orElse(missing);
            }
        }
        if (missing != null) {
            return requirements.inWords(missing);
        }
        Matcher absent = NOT_FOUND.matcher(Words.of(unfit));
        return absent.find()
                ? new Finding(
                        "missing-artifact",
                        "it needs " + absent.group(1) + ", which is neither in it nor in the platform",
                        "Put it into the KAR: <bundle>mvn:GROUP/ARTIFACT/VERSION</bundle> in its features repository")
                : Finding.ofMessage(Words.of(unfit)).get(0);
    }

    /** Removes the trials that a crash has left. */
    void clearTrials() throws Exception {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, TRIAL + "*")) {
            for (Path trial : left) {
                for (Repository repository : features().listRepositories()) {
                    if (repository.getURI().toString().startsWith(trial.toUri().toString())) {
                        features().removeRepository(repository.getURI(), false);
                    }
                }
                Store.delete(trial);
            }
        }
    }

    void install(Archive kar) throws Exception {
        Path its = unpack(kar);
        features().addRepository(its.resolve(kar.repository()).toUri(), false);
        features().installFeatures(features(kar), OPTIONS);
    }

    /** Replaces a KAR in one operation, so that bundles in both versions stay installed. */
    void replace(Archive old, Archive kar) throws Exception {
        Path its = unpack(kar);
        features().addRepository(its.resolve(kar.repository()).toUri(), false);
        EnumSet<FeaturesService.Option> upgrade = EnumSet.copyOf(OPTIONS);
        upgrade.add(FeaturesService.Option.Upgrade);
        features().installFeatures(features(kar), upgrade);
        Set<String> left = new LinkedHashSet<>(features(old));
        left.removeAll(features(kar));
        left.removeIf(feature -> !isInstalled(feature));
        if (!left.isEmpty()) {
            features().uninstallFeatures(left, OPTIONS);
        }
        drop(old);
    }

    void remove(Archive kar) throws Exception {
        Set<String> present = new LinkedHashSet<>(features(kar));
        present.removeIf(feature -> !isInstalled(feature));
        if (!present.isEmpty()) {
            features().uninstallFeatures(present, OPTIONS);
        }
        drop(kar);
    }

    /** Whether the KAR is completely installed. */
    boolean isInstalled(Archive kar) throws Exception {
        return Files.isRegularFile(of(kar).resolve(kar.repository()))
                && features(kar).stream().allMatch(this::isInstalled);
    }

    private boolean isInstalled(String feature) {
        try {
            String[] id = feature.split("/", 2);
            Feature known = features().getFeature(id[0], id[1]);
            return known != null && features().isInstalled(known);
        } catch (Exception e) {
            throw new IllegalStateException("the feature " + feature + " cannot be looked up: " + Words.of(e), e);
        }
    }

    private void drop(Archive kar) throws Exception {
        drop(of(kar).resolve(kar.repository()).toUri(), of(kar));
    }

    private void drop(URI repository, Path its) throws Exception {
        if (features().getRepository(repository) != null) {
            features().removeRepository(repository, false);
        }
        Store.delete(its);
    }

    private Path of(Archive kar) {
        return folder.resolve(kar.name() + "-" + kar.version());
    }

    private Path unpack(Archive kar) throws IOException {
        Path its = of(kar);
        unpack(kar, its);
        // Karaf's own kar:list reads this file
        Files.writeString(
                its.resolve("features.cfg"), its.resolve(kar.repository()).toUri() + "\n");
        return its;
    }

    private static void unpack(Archive kar, Path its) throws IOException {
        Store.delete(its);
        Files.createDirectories(its);
        kar.unpack(its);
    }

    private FeaturesService features() throws ChangeFailedException {
        FeaturesService features = surroundings.features;
        if (features == null) {
            throw new ChangeFailedException("Karaf's features service is not there");
        }
        return features;
    }
}
