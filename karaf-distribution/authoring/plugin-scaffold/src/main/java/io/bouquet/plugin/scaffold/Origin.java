package io.bouquet.plugin.scaffold;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a new project finds the platform.
 *
 * @param version    the platform's version
 * @param repository URL of the Maven repository with the platform's artifacts
 * @param home       folder of the unpacked distribution, for the test in it; the empty string if it is not on the machine of
 *                   the project
 */
public record Origin(String version, String repository, String home) {
    /** Where a running platform serves its Maven repository. */
    public static final String REPOSITORY = "/api/maven";

    private static final String ARTIFACT = "repository/io/bouquet/plugin-parent";

    /** Names the unpacked distribution in a folder of the project's machine. */
    public static Origin at(Path home) throws IOException {
        Path distribution = home.toRealPath();
        return new Origin(version(distribution), "file://" + distribution + "/repository", distribution.toString());
    }

    /**
     * Names a running platform.
     *
     * @param home    its folder
     * @param address its URL for the project; if it is of {@code localhost}, both are on the same machine
     */
    public static Origin of(Path home, URI address) throws IOException {
        String host = String.valueOf(address.getHost());
        boolean isHere = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        Path distribution = home.toRealPath();
        return new Origin(
                version(distribution), address.resolve(REPOSITORY).toString(), isHere ? distribution.toString() : "");
    }

    /**
     * Names a platform as its author does.
     *
     * @param platform URL of a running platform, such as {@code http://localhost:8181}, or the folder of an unpacked
     *                 distribution
     * @param version  the version of a running platform
     */
    public static Origin named(String platform, String version) throws IOException {
        if (platform.matches("https?://.+")) {
            return new Origin(version, platform.replaceAll("/+$", "") + REPOSITORY, "");
        }
        Path home = Path.of(platform);
        if (!Files.isDirectory(home.resolve(ARTIFACT))) {
            throw new IOException("'" + platform + "' is neither the URL of a platform nor the folder of an unpacked"
                    + " distribution: it has no " + ARTIFACT);
        }
        return at(home);
    }

    /** Returns the only version of an artifact in the repository. */
    private static String version(Path distribution) throws IOException {
        Path versions = distribution.resolve(ARTIFACT);
        try (Stream<Path> there = Files.list(versions)) {
            return there.filter(Files::isDirectory)
                    .map(version -> version.getFileName().toString())
                    .findFirst()
                    .orElseThrow(() -> new IOException(versions + " is empty"));
        }
    }
}
