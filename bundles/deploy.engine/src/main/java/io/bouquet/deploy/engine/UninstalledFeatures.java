package io.bouquet.deploy.engine;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the feature that would bring something missing, among the features that Karaf knows and that are not installed.
 * Reads only bundles whose files are here, because others could not be installed either.
 */
final class UninstalledFeatures {
    private static final Logger LOG = LoggerFactory.getLogger(UninstalledFeatures.class);

    private final Path system;

    /** @param system the platform's own Maven repository */
    UninstalledFeatures(Path system) {
        this.system = system;
    }

    /** Returns the feature with a bundle that satisfies a requirement; empty if there is none. */
    Optional<String> providing(@Nullable FeaturesService features, String namespace, String filter) {
        return with(features, manifest -> capabilities(manifest, namespace).anyMatch(one -> matches(filter, one)));
    }

    /** Returns the feature with a bundle that declares a service; empty if there is none. */
    Optional<String> serving(@Nullable FeaturesService features, String type) {
        return with(features, manifest -> clauses(manifest, Constants.PROVIDE_CAPABILITY)
                .filter(clause -> clause.getName().equals("osgi.service"))
                .flatMap(clause -> Stream.of(clause.getAttributes()))
                .filter(attribute -> attribute.getName().startsWith(Constants.OBJECTCLASS))
                .anyMatch(attribute ->
                        Stream.of(attribute.getValue().split("\\s*,\\s*")).anyMatch(type::equals)));
    }

    private Optional<String> with(@Nullable FeaturesService features, Predicate<Manifest> wanted) {
        if (features == null) {
            return Optional.empty();
        }
        try {
            for (Feature feature : features.listFeatures()) {
                if (!features.isInstalled(feature) && has(feature, wanted)) {
                    return Optional.of(feature.getName());
                }
            }
        } catch (Exception e) {
            LOG.debug("The features cannot be listed", e);
        }
        return Optional.empty();
    }

    private boolean has(Feature feature, Predicate<Manifest> wanted) {
        return feature.getBundles().stream()
                .map(BundleInfo::getLocation)
                .map(this::file)
                .flatMap(Optional::stream)
                .flatMap(file -> manifest(file).stream())
                .anyMatch(wanted);
    }

    private Optional<Path> file(String location) {
        try {
            Optional<Path> file = location.startsWith("file:")
                    ? Optional.of(Path.of(URI.create(location)))
                    : ArchiveRules.path(location).map(system::resolve);
            return file.filter(Files::isRegularFile);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Manifest> manifest(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return Optional.ofNullable(jar.getManifest());
        } catch (IOException e) {
            LOG.debug("{} cannot be read", file, e);
            return Optional.empty();
        }
    }

    private static Stream<Map<String, Object>> capabilities(Manifest manifest, String namespace) {
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE ->
                clauses(manifest, Constants.EXPORT_PACKAGE)
                        .map(clause -> attributes(
                                clause.getName(),
                                namespace,
                                Constants.VERSION_ATTRIBUTE,
                                clause.getAttribute(Constants.VERSION_ATTRIBUTE)));
            case BundleNamespace.BUNDLE_NAMESPACE ->
                clauses(manifest, Constants.BUNDLE_SYMBOLICNAME)
                        .map(clause -> attributes(
                                clause.getName(),
                                namespace,
                                Constants.BUNDLE_VERSION_ATTRIBUTE,
                                manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION)));
            default ->
                clauses(manifest, Constants.PROVIDE_CAPABILITY)
                        .filter(clause -> clause.getName().equals(namespace))
                        .map(UninstalledFeatures::attributes);
        };
    }

    private static Map<String, Object> attributes(
            String name, String namespace, String versionName, @Nullable String version) {
        return Map.of(namespace, name, versionName, Version.parseVersion(Objects.requireNonNullElse(version, "0")));
    }

    private static Map<String, Object> attributes(Clause clause) {
        Map<String, Object> attributes = new HashMap<>();
        for (var attribute : clause.getAttributes()) {
            String[] name = attribute.getName().split(":", 2);
            attributes.put(
                    name[0],
                    name.length == 2 && name[1].equals("Version")
                            ? Version.parseVersion(attribute.getValue())
                            : attribute.getValue());
        }
        return attributes;
    }

    private static Stream<Clause> clauses(Manifest manifest, String header) {
        String value = manifest.getMainAttributes().getValue(header);
        return value == null ? Stream.of() : Stream.of(Parser.parseHeader(value));
    }

    private static boolean matches(String filter, Map<String, Object> attributes) {
        try {
            return FrameworkUtil.createFilter(filter).matches(attributes);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }
}
