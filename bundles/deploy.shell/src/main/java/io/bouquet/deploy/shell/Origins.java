package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
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
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Finds the origin of each bundle: the platform's boot features, a plugin, a feature or a KAR. */
final class Origins {
    private static final Origin PLATFORM = new Origin("the platform", true, false);

    /** Prefix of the locations of plugin bundles. */
    private static final String PLUGIN = "plugin:";

    private final Map<String, String> byPlugin;
    private final Map<String, Origin> byLocation;

    private Origins(Map<String, String> byPlugin, Map<String, Origin> byLocation) {
        this.byPlugin = byPlugin;
        this.byLocation = byLocation;
    }

    /**
     * Reads the origins of all bundles.
     *
     * @param deployments service that knows the origins of plugins; null if it is missing
     * @param karFolder   folder where Karaf keeps the content of KARs
     */
    static Origins of(
            FeaturesService features,
            ConfigurationAdmin configurations,
            @Nullable Deployments deployments,
            Path karFolder)
            throws Exception {
        Map<String, String> byPlugin = new HashMap<>();
        if (deployments != null) {
            deployments.plugins().forEach(plugin -> byPlugin.put(plugin.name(), plugin.origin()));
        }
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
        return new Origins(byPlugin, byLocation);
    }

    Origin of(Bundle bundle) {
        String location = bundle.getLocation();
        // Karaf starts these bundles before it installs features, and reads their files in place
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID || location.startsWith("reference:")) {
            return PLATFORM;
        }
        // if Karaf updates a bundle in place to a newer micro version, the location stays, and a header names the new
        // one
        String updated = bundle.getHeaders("").get(Constants.BUNDLE_UPDATELOCATION);
        Origin known = byLocation.getOrDefault(location, byLocation.get(updated == null ? location : updated));
        if (known != null) {
            return known;
        }
        String origin = location.startsWith(PLUGIN) ? byPlugin.getOrDefault(bundle.getSymbolicName(), "") : "";
        return new Origin(origin.isEmpty() ? location : origin, false, false);
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

    /**
     * Returns the names of KARs by the URLs of their features repositories. Karaf stores these URLs in one file per
     * KAR.
     */
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

    /** Returns the boot features in {@code etc/org.apache.karaf.features.cfg}. Parentheses there mark stages. */
    private static List<String> bootFeatures(ConfigurationAdmin configurations)
            throws IOException, InvalidSyntaxException {
        // getConfiguration would create the configuration
        Configuration @Nullable [] found =
                configurations.listConfigurations("(" + Constants.SERVICE_PID + "=org.apache.karaf.features)");
        Dictionary<String, Object> properties = found == null ? null : found[0].getProperties();
        Object boot = properties == null ? null : properties.get("featuresBoot");
        return boot == null
                ? List.of()
                : List.of(boot.toString().strip().split("[\\s,()]+")).stream()
                        .filter(name -> !name.isEmpty())
                        .toList();
    }
}
