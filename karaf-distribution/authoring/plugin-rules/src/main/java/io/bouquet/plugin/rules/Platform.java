package io.bouquet.plugin.rules;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Descriptors.PackageRef;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the platform has, as far as the build of a plugin can see it. */
final class Platform {
    /** Symbolic name of the JAR with the platform's own API. */
    private static final String API = "io.bouquet.plugin-api";

    private static final Pattern ARTIFACT = Pattern.compile("([\\w.-]+:[\\w.-]+):jar:([^:\\s]+):[a-z]+");

    private Platform() {}

    /** Returns the versions of the artifacts whose packages all plugins share, by {@code group:artifact}. */
    static Map<String, String> shared() throws IOException {
        Map<String, String> shared = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(Platform.class.getResourceAsStream("shared.txt"))) {
            Matcher artifact = ARTIFACT.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (artifact.find()) {
                shared.put(artifact.group(1), artifact.group(2));
            }
        }
        return shared;
    }

    /** Returns the packages of the platform's own API; empty if the plugin is not built against it. */
    static Set<String> api(Analyzer analyzer) throws Exception {
        for (Jar jar : analyzer.getClasspath()) {
            if (API.equals(jar.getBsn())) {
                return packages(jar);
            }
        }
        return Set.of();
    }

    /** Returns the packages with classes in a JAR. */
    static Set<String> packages(Jar jar) {
        Set<String> packages = new HashSet<>();
        jar.getResources().keySet().stream()
                .filter(path -> path.endsWith(".class") && !path.startsWith("META-INF/"))
                .map(path -> path.lastIndexOf('/') < 0 ? "" : path.substring(0, path.lastIndexOf('/')))
                .forEach(path -> packages.add(path.replace('/', '.')));
        return packages;
    }

    static boolean isOwn(PackageRef reference) {
        return reference.getFQN().startsWith("io.bouquet.");
    }
}
