package io.bouquet.plugin.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Maven artifact that a plugin depends on.
 *
 * @param classifier the empty string if it has none
 * @param scope      {@code compile}, {@code provided}, {@code runtime}, {@code test} or {@code system}
 */
public record Artifact(
        String group, String artifact, String type, String classifier, String version, String scope, Path file) {
    private static final Pattern LINE = Pattern.compile(
            "\\s*([^:\\s]+):([^:]+):([^:]+)(?::([^:]+))?:([^:]+):(compile|provided|runtime|test|system):(.+?)(?: -- module .*)?");

    /**
     * Reads a list of artifacts: a line {@code group:artifact:type:version:scope:file} for each, with the classifier before
     * the version if there is one, as maven-dependency-plugin's goal {@code list} writes it with absolute file names.
     */
    public static List<Artifact> list(Path file) throws IOException {
        List<Artifact> artifacts = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            // without the colours of a terminal
            Matcher parts = LINE.matcher(line.replaceAll("\u001b\\[[0-9;]*m", ""));
            if (parts.matches()) {
                artifacts.add(new Artifact(
                        parts.group(1),
                        parts.group(2),
                        parts.group(3),
                        parts.group(4) == null ? "" : parts.group(4),
                        parts.group(5),
                        parts.group(6),
                        Path.of(parts.group(7))));
            }
        }
        return artifacts;
    }

    /** Returns it as {@link Libraries} reads it. */
    public String coordinates() {
        return group + ":" + artifact + ":" + type + (classifier.isEmpty() ? "" : ":" + classifier) + ":" + version
                + ":" + scope;
    }
}
