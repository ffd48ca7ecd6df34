package io.bouquet.web.jetty;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Tells bundles that are shipped with the platform from plugins. A copy, since this bundle must not depend on {@code io.bouquet.deploy}. */
final class PlatformBundles {
    private static final Pattern MAVEN = Pattern.compile("mvn:([^/]+)/([^/]+)/([^/]+)");
    private static final Path SYSTEM =
            Path.of(System.getProperty("karaf.home", "")).resolve("system");

    private PlatformBundles() {}

    /** Whether a bundle is the framework or its file is in the repository of the distribution. */
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
