package io.bouquet.deploy.engine;

import io.bouquet.deploy.Plugin.Format;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.osgi.framework.Version;

/** Compares versions: by OSGi's order for a JAR, by Maven's for a KAR. */
final class Versions {
    private static final String SNAPSHOT = "SNAPSHOT";
    /** Qualifier that bnd and the Maven bundle plugin write for {@code -SNAPSHOT}: the time of the build. */
    private static final Pattern STAMP = Pattern.compile("20\\d{10}(?:\\d{2})?");

    private Versions() {}

    /** Whether one version is below another. */
    static boolean isBelow(Format format, String version, String other) {
        return format == Format.KAR
                ? new ComparableVersion(version).compareTo(new ComparableVersion(other)) < 0
                : Version.parseVersion(version).compareTo(Version.parseVersion(other)) < 0;
    }

    /** Orders versions for a list, in which a release comes after its snapshots. */
    static int compare(Format format, String version, String other) {
        if (format == Format.KAR) {
            return new ComparableVersion(version).compareTo(new ComparableVersion(other));
        }
        Comparator<Version> base = Comparator.comparing(it -> new Version(it.getMajor(), it.getMinor(), it.getMicro()));
        return base.thenComparing(it -> !isSnapshot(format, it.toString()))
                .thenComparing(Version::getQualifier)
                .compare(Version.parseVersion(version), Version.parseVersion(other));
    }

    /** Whether a change leads to an older version. A release counts as newer than its snapshots. */
    static boolean isDowngrade(Format format, String from, String to) {
        return isBelow(format, to, from) && !isReleaseOf(format, to, from);
    }

    /** Whether a version is the release of a snapshot. OSGi orders {@code 1.0.0.SNAPSHOT} above {@code 1.0.0}. */
    private static boolean isReleaseOf(Format format, String release, String snapshot) {
        if (format == Format.KAR || !isSnapshot(format, snapshot)) {
            return false;
        }
        Version its = Version.parseVersion(snapshot);
        return Version.parseVersion(release).equals(new Version(its.getMajor(), its.getMinor(), its.getMicro()));
    }

    /** Whether a version is a snapshot, which may have several builds with the same version. */
    static boolean isSnapshot(Format format, String version) {
        if (format == Format.KAR) {
            return version.endsWith(SNAPSHOT);
        }
        String qualifier = Version.parseVersion(version).getQualifier();
        return qualifier.endsWith(SNAPSHOT) || STAMP.matcher(qualifier).matches();
    }
}
