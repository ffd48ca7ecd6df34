package io.bouquet.deploy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Tells the bundles that were shipped with the platform from those that came later. Thread-safe. */
public final class PlatformBundles {
    private static final Pattern MAVEN = Pattern.compile("mvn:([^/]+)/([^/]+)/([^/]+)");
    /** Begins the locations of what Karaf starts before any feature. */
    private static final String REFERENCE = "reference:";

    private static final Path SYSTEM = Path.of(System.getProperty("karaf.home", ""))
            .toAbsolutePath()
            .normalize()
            .resolve("system");
    /** By location: to look is to read a folder, and requests ask. */
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private PlatformBundles() {}

    /**
     * Whether a bundle is the framework, or its file is in the distribution's own repository. Karaf updates a bundle in
     * place if a feature brings a newer micro version of it; what it was updated to must be in there, too.
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

    private static boolean isShipped(String location) {
        return (location.startsWith("mvn:") || location.startsWith(REFERENCE))
                && KNOWN.computeIfAbsent(location, PlatformBundles::isInRepository);
    }

    private static boolean isInRepository(String location) {
        try {
            Path file = file(location).normalize();
            return file.startsWith(SYSTEM) && Files.exists(file);
        } catch (IllegalArgumentException e) {
            // no location of a file
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
