package io.bouquet.deploy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Tells whether a bundle was shipped with the platform or installed later. Thread-safe. */
public final class PlatformBundles {
    private static final Pattern MAVEN = Pattern.compile("mvn:([^/]+)/([^/]+)/([^/]+)");
    /** Prefix of the locations of bundles that Karaf starts before it installs features. */
    private static final String REFERENCE = "reference:";

    private static final Path SYSTEM = Path.of(System.getProperty("karaf.home", ""))
            .toAbsolutePath()
            .normalize()
            .resolve("system");
    /** Results by location, because each check reads the disk and requests call {@link #contains}. */
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private PlatformBundles() {}

    /**
     * Whether a bundle is the framework, or its file is in the distribution's own repository. If Karaf updated the
     * bundle in place to a newer micro version, the new file must be in that repository as well.
     */
    public static boolean contains(Bundle bundle) {
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            return true;
        }
        if (!isShipped(bundle.getLocation())) {
            return false;
        }
        String updated = bundle.getHeaders("").get(Constants.BUNDLE_UPDATELOCATION);
        return updated == null || isShipped(updated);
    }

    /** Returns the JAR of a bundle of the platform; empty for the framework, and for bundles that were installed later. */
    public static Optional<Path> file(Bundle bundle) {
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID || !contains(bundle)) {
            return Optional.empty();
        }
        String updated = bundle.getHeaders("").get(Constants.BUNDLE_UPDATELOCATION);
        return Optional.of(file(updated == null ? bundle.getLocation() : updated));
    }

    private static boolean isShipped(String location) {
        return (location.startsWith("mvn:") || location.startsWith(REFERENCE))
                && KNOWN.computeIfAbsent(location, PlatformBundles::isInRepository);
    }

    private static boolean isInRepository(String location) {
        try {
            Path file = file(location).normalize();
            return file.startsWith(SYSTEM) && Files.exists(file);
        } catch (IllegalArgumentException e) {
            // the location does not name a file
            return false;
        }
    }

    private static Path file(String location) {
        if (location.startsWith(REFERENCE)) {
            return Path.of(URI.create(location.substring(REFERENCE.length())));
        }
        Matcher place = MAVEN.matcher(location);
        if (!place.matches()) {
            throw new IllegalArgumentException(location);
        }
        String artifact = place.group(2);
        String version = place.group(3);
        return SYSTEM.resolve(place.group(1).replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + ".jar");
    }
}
