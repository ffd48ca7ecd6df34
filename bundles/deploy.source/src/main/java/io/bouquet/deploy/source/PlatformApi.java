package io.bouquet.deploy.source;

import io.bouquet.deploy.PlatformBundles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The JARs that source files are compiled against: the bundles of the platform that export packages, and annotations. */
final class PlatformApi {
    /** JARs in this bundle with annotations that only the compiler and bnd need. */
    private static final String ANNOTATIONS = "api";

    private final BundleContext context;
    private final Path frameworks;

    PlatformApi(BundleContext context) {
        this.context = context;
        Path home = Path.of(Objects.requireNonNullElse(context.getProperty("karaf.home"), "."));
        frameworks = home.resolve("system/org/apache/felix/org.apache.felix.framework");
    }

    List<Path> classPath() throws IOException {
        List<Path> classPath = new ArrayList<>(annotations());
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getHeaders("").get(Constants.EXPORT_PACKAGE) != null) {
                PlatformBundles.file(bundle).ifPresent(classPath::add);
            }
        }
        classPath.addAll(framework());
        return classPath;
    }

    /** Returns the JAR of the framework, which is not installed as a bundle. */
    private List<Path> framework() throws IOException {
        if (!Files.isDirectory(frameworks)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(frameworks)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private List<Path> annotations() throws IOException {
        List<Path> jars = new ArrayList<>();
        Enumeration<URL> found = context.getBundle().findEntries(ANNOTATIONS, "*.jar", false);
        while (found != null && found.hasMoreElements()) {
            URL entry = found.nextElement();
            Path jar = context.getDataFile(
                            Path.of(entry.getPath()).getFileName().toString())
                    .toPath();
            try (InputStream in = entry.openStream()) {
                Files.copy(in, jar, StandardCopyOption.REPLACE_EXISTING);
            }
            jars.add(jar);
        }
        return jars;
    }
}
