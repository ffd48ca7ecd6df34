package io.bouquet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds bundles with models on the class path of the test, by the headers of their JARs. */
final class ModelFiles {
    private static final String HEADER = "Bouquet-Model";
    private static final String DETECTION = "language";
    private static final Pattern ATTRIBUTE = Pattern.compile(";\\s*(kind|language)\\s*=\\s*\"?([^;\",]+)\"?");

    private ModelFiles() {}

    /** @param kinds empty for all */
    record Wanted(String language, Set<String> kinds) {
        boolean includes(String itsKind, String itsLanguage) {
            boolean isOfKind = kinds.isEmpty() || kinds.contains(itsKind);
            return isOfKind && (itsKind.equals(DETECTION) || itsLanguage.equals(language));
        }
    }

    /** A JAR on the class path. */
    record Jar(URL location) {
        InputStream open() {
            try {
                return location.openStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the JARs by their locations. */
    static Map<String, Jar> find(List<Wanted> wanted) {
        Map<String, Jar> found = new LinkedHashMap<>();
        Map<Wanted, Set<String>> kinds = new LinkedHashMap<>();
        try {
            for (URL manifest :
                    Collections.list(ModelFiles.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
                if (!(manifest.openConnection() instanceof JarURLConnection connection)) {
                    continue;
                }
                Manifest read = connection.getManifest();
                String header = read == null ? null : read.getMainAttributes().getValue(HEADER);
                if (header == null) {
                    continue;
                }
                String kind = attribute(header, "kind");
                String language = attribute(header, "language");
                for (Wanted one : wanted) {
                    if (one.includes(kind, language)) {
                        URL jar = connection.getJarFileURL();
                        found.put(jar.toString(), new Jar(jar));
                        kinds.computeIfAbsent(one, any -> new TreeSet<>()).add(kind);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the class path cannot be searched for models: " + e.getMessage(), e);
        }
        wanted.forEach(one -> refuseMissing(one, kinds.getOrDefault(one, Set.of())));
        return found;
    }

    private static void refuseMissing(Wanted wanted, Set<String> found) {
        List<String> missing = new ArrayList<>(wanted.kinds());
        missing.removeAll(found);
        if (wanted.kinds().isEmpty() && found.isEmpty()) {
            missing.add("all kinds");
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no model for " + String.join(", ", missing) + " in '"
                    + wanted.language() + "' is on the class path of the test; add io.bouquet:tagging.models.<kind>-"
                    + wanted.language() + " with the scope test");
        }
    }

    private static String attribute(String header, String name) {
        Matcher attribute = ATTRIBUTE.matcher(header);
        while (attribute.find()) {
            if (attribute.group(1).equals(name)) {
                return attribute.group(2).strip();
            }
        }
        return "";
    }
}
