package io.bouquet.web.jetty;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Tells the bundles that were shipped with the platform from those that came later, without the room that says so to others. */
final class PlatformBundles {
    private static final Pattern MAVEN = Pattern.compile("mvn:([^/]+)/([^/]+)/([^/]+)");
    private static final Path SYSTEM =
            Path.of(System.getProperty("karaf.home", "")).resolve("system");

    private PlatformBundles() {}

    /** Whether a bundle is the framework, or its file is in the distribution's own repository. */
    static boolean contains(Bundle bundle) {
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            return true;
        }
        Matcher place = MAVEN.matcher(bundle.getLocation());
        if (!place.matches()) {
            return false;
        }
        String artifact = place.group(2);
        String version = place.group(3);
        try {
            Path folder = SYSTEM.resolve(place.group(1).replace('.', '/'))
                    .resolve(artifact)
                    .resolve(version)
                    .normalize();
            return folder.startsWith(SYSTEM) && Files.exists(folder.resolve(artifact + "-" + version + ".jar"));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
