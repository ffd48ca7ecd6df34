package io.bouquet.deploy.shell;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;

/** The folder whose JARs Karaf installs as they come. It passes over a file that it cannot read, and says nothing. */
record DeployFolder(Path path) {
    /**
     * The JARs that are not installed, each with why.
     *
     * @param locations of the bundles that are
     */
    List<String> strays(Collection<String> locations) throws IOException {
        List<String> strays = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(path, "*.jar")) {
                for (Path jar : jars) {
                    String file = jar.toUri().getPath();
                    if (locations.stream().noneMatch(location -> location.contains(file))) {
                        strays.add("deploy/" + jar.getFileName() + ": " + why(jar));
                    }
                }
            }
        }
        strays.sort(null);
        return strays;
    }

    private static String why(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return manifest == null || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null
                    ? "it is a JAR but no bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME
                    : "it is not installed yet; if this lasts, the log has the cause";
        } catch (IOException e) {
            return "it is no JAR that can be read (" + e.getMessage() + "); was all of it copied?";
        }
    }
}
