package io.bouquet.deploy.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The distribution that the JVM of the tests runs in, as its property {@code karaf.home} says. */
final class Distribution {
    static final Path SYSTEM =
            Path.of(System.getProperty("karaf.home")).toAbsolutePath().resolve("system");

    private Distribution() {}

    /** Puts a file into its repository: the location of a bundle of the platform. */
    static String ship(String group, String artifact, String version) throws IOException {
        Path folder = Files.createDirectories(
                SYSTEM.resolve(group.replace('.', '/')).resolve(artifact).resolve(version));
        Files.writeString(folder.resolve(artifact + "-" + version + ".jar"), "of the platform");
        return "mvn:" + group + "/" + artifact + "/" + version;
    }
}
