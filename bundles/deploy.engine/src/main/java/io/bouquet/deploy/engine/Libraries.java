package io.bouquet.deploy.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Knows which Maven artifacts contain the packages of well-known libraries. */
final class Libraries {
    /** A library: the root of its packages, and its Maven coordinates without a version. */
    record Library(String root, String artifact) {
        /** Whether only compilers and other platforms need it. */
        boolean isNeedless() {
            return artifact.equals("-");
        }

        /** Returns the lines that put the library into a plugin. */
        String remedy() {
            return "Put the library into the plugin: add " + artifact + " to the dependencies in pom.xml"
                    + embedding(root + ".*");
        }
    }

    private static final Map<String, String> ARTIFACTS = read();

    /** Returns how a build that does not embed dependencies by itself embeds packages. */
    static String embedding(String packages) {
        return "; a POM without plugin-parent also needs the line '-conditionalpackage: " + packages + "' in bnd.bnd";
    }

    private Libraries() {}

    private static Map<String, String> read() {
        Map<String, String> artifacts = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Libraries.class.getResourceAsStream("libraries.txt")),
                StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.split(" ", 2);
                artifacts.put(words[0], words[1]);
            });
            return artifacts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the library that contains a package; empty if none is known. */
    static Optional<Library> of(String name) {
        for (String root = name; !root.isEmpty(); root = parent(root)) {
            String artifact = ARTIFACTS.get(root);
            if (artifact != null) {
                return Optional.of(new Library(root, artifact));
            }
        }
        return Optional.empty();
    }

    private static String parent(String name) {
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
    }
}
