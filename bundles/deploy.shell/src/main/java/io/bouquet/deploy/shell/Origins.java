package io.bouquet.deploy.shell;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Conditional;
import org.apache.karaf.features.Dependency;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Tells the platform's bundles, which its boot features bring, from those that came later, and how these came. */
final class Origins {
    private static final Origin PLATFORM = new Origin("the platform", true, false);

    private final String deployFolder;
    private final Map<String, Origin> byLocation;

    private Origins(Path deployFolder, Map<String, Origin> byLocation) {
        this.deployFolder = deployFolder.toUri().getPath();
        this.byLocation = byLocation;
    }

    /**
     * Reads them once.
     *
     * @param deployFolder whose JARs Karaf installs as they come
     * @param karFolder    where Karaf keeps what KARs brought
     */
    static Origins of(FeaturesService features, ConfigurationAdmin configurations, Path deployFolder, Path karFolder)
            throws Exception {
        Map<String, String> kars = kars(karFolder);
        Map<String, Origin> byLocation = new HashMap<>();
        for (Feature feature : features.listInstalledFeatures()) {
            String kar = kars.get(feature.getRepositoryUrl());
            String text =
                    "feature " + feature.getName() + " " + feature.getVersion() + (kar == null ? "" : ", KAR " + kar);
            for (BundleInfo bundle : feature.getBundles()) {
                byLocation.put(bundle.getLocation(), new Origin(text, false, bundle.isDependency()));
            }
        }
        Set<String> seen = new HashSet<>();
        for (String name : bootFeatures(configurations)) {
            String[] parts = name.split("/", 2);
            addAll(features.getFeature(parts[0], parts.length == 1 ? "0.0.0" : parts[1]), features, seen, byLocation);
        }
        return new Origins(deployFolder, byLocation);
    }

    Origin of(Bundle bundle) {
        String location = bundle.getLocation();
        // what Karaf starts before any feature is read in place
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID || location.startsWith("reference:")) {
            return PLATFORM;
        }
        Origin known = byLocation.get(location);
        if (known != null) {
            return known;
        }
        int deployed = location.indexOf(deployFolder);
        return new Origin(
                deployed < 0 ? location : "deploy/" + location.substring(deployed + deployFolder.length()),
                false,
                false);
    }

    private static void addAll(
            Feature feature, FeaturesService features, Set<String> seen, Map<String, Origin> byLocation)
            throws Exception {
        if (feature == null || !seen.add(feature.getId())) {
            return;
        }
        add(feature.getBundles(), byLocation);
        addAll(feature.getDependencies(), features, seen, byLocation);
        for (Conditional conditional : feature.getConditional()) {
            add(conditional.getBundles(), byLocation);
            addAll(conditional.getDependencies(), features, seen, byLocation);
        }
    }

    private static void addAll(
            List<Dependency> dependencies, FeaturesService features, Set<String> seen, Map<String, Origin> byLocation)
            throws Exception {
        for (Dependency dependency : dependencies) {
            addAll(features.getFeature(dependency.getName(), dependency.getVersion()), features, seen, byLocation);
        }
    }

    private static void add(List<BundleInfo> bundles, Map<String, Origin> byLocation) {
        bundles.forEach(bundle -> byLocation.put(bundle.getLocation(), PLATFORM));
    }

    /** Names of KARs by the feature repositories that they brought, which Karaf notes in a file for each. */
    private static Map<String, String> kars(Path karFolder) throws IOException {
        Map<String, String> kars = new HashMap<>();
        if (Files.isDirectory(karFolder)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(karFolder)) {
                for (Path folder : folders) {
                    Path repositories = folder.resolve("features.cfg");
                    if (Files.exists(repositories)) {
                        String name = String.valueOf(folder.getFileName());
                        Files.readAllLines(repositories).forEach(repository -> kars.put(repository.strip(), name));
                    }
                }
            }
        }
        return kars;
    }

    /** As {@code etc/org.apache.karaf.features.cfg} lists them, where parentheses are stages. */
    private static List<String> bootFeatures(ConfigurationAdmin configurations) throws IOException {
        Configuration configuration = configurations.getConfiguration("org.apache.karaf.features", null);
        Dictionary<String, Object> properties = configuration.getProperties();
        Object boot = properties == null ? null : properties.get("featuresBoot");
        return boot == null
                ? List.of()
                : List.of(boot.toString().strip().split("[\\s,()]+")).stream()
                        .filter(name -> !name.isEmpty())
                        .toList();
    }
}
