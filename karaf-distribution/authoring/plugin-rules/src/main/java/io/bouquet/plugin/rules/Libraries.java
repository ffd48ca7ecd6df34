package io.bouquet.plugin.rules;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Descriptors.PackageRef;
import aQute.bnd.osgi.FileResource;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Resource;
import aQute.bnd.service.AnalyzerPlugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Embeds the Maven dependencies of a plugin that the platform does not have: those of the scope {@code compile} that are
 * not part of {@code plugin-api}. Only the plugin sees them. The header {@value #HEADER} lists them with their licences.
 */
public final class Libraries implements AnalyzerPlugin {
    /** Clauses {@code group:artifact;version=…;licence=…}. */
    static final String HEADER = "Bouquet-Libraries";

    /** {@code group:artifact:jar:version:compile} or {@code …:jar:classifier:version:compile}. */
    private static final Pattern DEPENDENCY =
            Pattern.compile("([\\w.-]+):([\\w.-]+):jar:(?:([\\w.-]+):)?([^:,\\s]+):compile");

    private static final Pattern LICENCE = Pattern.compile("<license>.*?<name>([^<]+)</name>", Pattern.DOTALL);

    /** A dependency that is embedded. */
    private record Library(String artifact, String version, Jar jar) {
        String path() {
            return "lib/" + jar.getSource().getName();
        }
    }

    @Override
    public boolean analyzeJar(Analyzer analyzer) throws Exception {
        List<Library> libraries = libraries(analyzer);
        if (libraries.isEmpty()) {
            return false;
        }
        Set<String> theirs = new HashSet<>();
        Parameters list = new Parameters();
        for (Library library : libraries) {
            analyzer.getJar()
                    .putResource(library.path(), new FileResource(library.jar().getSource()));
            theirs.addAll(Platform.packages(library.jar()));
            Attrs attributes = new Attrs();
            attributes.put("version", library.version());
            attributes.put("licence", licence(library.jar()));
            list.put(library.artifact(), attributes);
        }
        analyzer.setProperty(HEADER, list.toString());
        analyzer.setProperty(
                Constants.BUNDLE_CLASSPATH,
                libraries.stream().map(Library::path).collect(Collectors.joining(",", ".,", "")));
        analyzer.setProperty(Constants.IMPORT_PACKAGE, imports(analyzer, theirs));
        return true;
    }

    /**
     * Requires what the plugin's own classes use. What only libraries use is optional: they have code for packages that
     * may be absent, and the platform need not have them.
     */
    private static String imports(Analyzer analyzer, Set<String> theirs) {
        Set<String> own = new TreeSet<>();
        for (PackageRef reference : analyzer.getReferred().keySet()) {
            String name = reference.getFQN();
            if (!reference.isJava()
                    && !name.isEmpty()
                    && !name.equals(".")
                    && !theirs.contains(name)
                    && !analyzer.getContained().containsKey(reference)
                    && !name.equals("org.jspecify.annotations")) {
                own.add(name);
            }
        }
        return Stream.concat(own.stream(), Stream.of("*;resolution:=optional"))
                .collect(Collectors.joining(",", "!org.jspecify.annotations,", ""));
    }

    private static List<Library> libraries(Analyzer analyzer) throws IOException {
        Map<String, String> shared = Platform.shared();
        List<Library> libraries = new ArrayList<>();
        List<String> left = new ArrayList<>();
        // of bnd-maven-plugin: all artifacts that Maven has resolved, with their scopes
        Matcher dependency = DEPENDENCY.matcher(String.valueOf(analyzer.getProperty("project.artifacts")));
        while (dependency.find()) {
            String artifact = dependency.group(1) + ":" + dependency.group(2);
            String version = dependency.group(4);
            String classifier = dependency.group(3);
            String file = dependency.group(2) + "-" + version + (classifier == null ? "" : "-" + classifier) + ".jar";
            if (shared.containsKey(artifact)) {
                left.add(artifact + " " + version + " (the platform has " + shared.get(artifact) + ")");
                continue;
            }
            for (Jar jar : analyzer.getClasspath()) {
                if (jar.getSource() != null
                        && jar.getSource().isFile()
                        && jar.getSource().getName().equals(file)
                        && !Platform.packages(jar).isEmpty()) {
                    libraries.add(new Library(artifact, version, jar));
                }
            }
        }
        if (!left.isEmpty()) {
            analyzer.warning(
                    "Not embedded, because all plugins share what the platform has: %s. Leave these dependencies out of the"
                            + " pom.xml: plugin-api brings them",
                    String.join(", ", left));
        }
        return libraries;
    }

    /** Returns the licence that a JAR declares in its manifest or in its POM. */
    private static String licence(Jar jar) throws Exception {
        Manifest manifest = jar.getManifest();
        String header = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_LICENSE);
        if (header != null) {
            return String.join(", ", new Parameters(header).keySet());
        }
        for (Map.Entry<String, Resource> entry : jar.getResources().entrySet()) {
            if (entry.getKey().startsWith("META-INF/maven/") && entry.getKey().endsWith("/pom.xml")) {
                Matcher licence = LICENCE.matcher(
                        new String(entry.getValue().openInputStream().readAllBytes(), StandardCharsets.UTF_8));
                if (licence.find()) {
                    return licence.group(1).strip();
                }
            }
        }
        return "not declared in the JAR";
    }
}
