package io.bouquet.deploy;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds and downloads plugins in the configured repositories. Reads a repository again if it was read more than half a
 * minute ago. Thread-safe.
 */
@ProviderType
public interface Repositories {
    /** What was found, and why some repositories could not be searched. */
    record Found(List<Release> releases, List<String> problems) {
        public Found {
            releases = List.copyOf(releases);
            problems = List.copyOf(problems);
        }
    }

    /** Returns the configured repositories, sorted by name. */
    List<Repository> repositories();

    /**
     * Finds the versions of plugins that contain each of the words, in any part of what is known of them.
     *
     * @param words words, separated by spaces; the empty string to find all
     * @return releases by name, the latest version first
     */
    Found search(String words);

    /**
     * Finds the plugins whose name, repository and version are the best choice of those in {@link #search}: the latest
     * compatible version, or the latest if none is compatible.
     */
    Found latest(String words);

    /**
     * Finds one version of a plugin.
     *
     * @param version    version; the empty string for the latest one that is compatible
     * @param repository name of a repository; the empty string for any
     * @throws RefusedException if there is none, or if several repositories have the plugin and none is named
     */
    Release find(String name, String version, String repository);

    /** Finds the installed plugins of which a repository has a newer version. */
    List<Outdated> outdated();

    /**
     * Downloads an archive and verifies its size, checksum and signature, and that it is the plugin and the version that
     * the repository says.
     *
     * @throws RefusedException if it cannot be downloaded or is not what it should be
     */
    Download download(Release release);

    /**
     * Configures a repository, or configures it anew.
     *
     * @param name lower-case letters, digits and hyphens
     * @throws RefusedException if the settings are wrong; nothing is configured then
     */
    void add(String name, RepositorySettings settings);

    /** @throws RefusedException if there is no such repository, or if a file in {@code etc} configures it */
    void remove(String name);
}
