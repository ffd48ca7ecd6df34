package io.bouquet.plugin.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.plugin.rules.Artifact;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackagerTest {
    private static final Path SAMPLES = Path.of("../../../plugins-sample");
    private static final List<String> CLASS_PATH =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    private static final Pattern SHARED = Pattern.compile("([\\w.-]+):([\\w.-]+):jar:([^:\\s]+):provided");

    @TempDir
    Path folder;

    /** Returns what a plugin is compiled against. */
    private Path dependencies(String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of(more));
        Path repository = file("assertj-core").resolve("../../../../..").normalize();
        try (InputStream in = Objects.requireNonNull(Artifact.class.getResourceAsStream("shared.txt"))) {
            Matcher artifact = SHARED.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (artifact.find()) {
                String name = artifact.group(2);
                String version = artifact.group(3);
                Path file = repository.resolve(artifact.group(1).replace('.', '/') + "/" + name + "/" + version + "/"
                        + name + "-" + version + ".jar");
                lines.add(artifact.group(1) + ":" + name + ":jar:" + version + ":provided:"
                        + (name.equals("plugin-api") ? file(name) : file));
            }
        }
        return Files.write(folder.resolve("dependencies.txt"), lines);
    }

    private static Path file(String artifact) {
        return CLASS_PATH.stream()
                .filter(file -> file.matches(".*/" + artifact + "-[^/]*\\.jar"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private Path build(String artifact, Path project, Path dependencies, String... more)
            throws Packager.FailedException, IOException {
        Path jar = folder.resolve("libs").resolve(artifact + "-1.0.0.jar");
        List<String> args = new ArrayList<>(List.of(
                "--group",
                "com.example",
                "--artifact",
                artifact,
                "--version",
                "1.0.0",
                "--project",
                project.toString(),
                "--dependencies",
                dependencies.toString(),
                "--jar",
                jar.toString()));
        args.addAll(List.of(more));
        Packager.run(args.toArray(String[]::new));
        return jar;
    }

    /** Returns the headers that say what a bundle is, and the checksums of its files. */
    private static Map<String, String> content(Path jar) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.getManifest().getMainAttributes().forEach((name, value) -> content.put(name + ":", value.toString()));
            file.stream()
                    .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("META-INF/maven/"))
                    .filter(entry -> !entry.getName().equals(JarFile.MANIFEST_NAME))
                    .forEach(entry -> content.put(entry.getName(), Long.toHexString(entry.getCrc())));
        }
        return content;
    }

    @ParameterizedTest
    @ValueSource(strings = {"review-service", "notes-service", "emphasis-tagger"})
    void buildsTheSameBundleAsMaven(String sample) throws Exception {
        Map<String, String> expected = content(file(sample));
        Path jar = build(
                sample,
                SAMPLES.resolve(sample),
                dependencies(),
                "--name",
                expected.getOrDefault("Bundle-Name:", ""),
                "--description",
                expected.getOrDefault("Bundle-Description:", ""),
                "--threshold",
                "0.9");
        assertThat(content(jar)).isEqualTo(expected);
    }

    @Test
    void makesAKarBesideTheBundle() throws Exception {
        Path project = project("package com.example; class A {}");
        Files.createDirectories(project.resolve("src/main/kar"));
        Path jar = build("shop", project, dependencies());
        assertThat(jar.resolveSibling("shop-1.0.0.kar")).isNotEmptyFile();
    }

    @Test
    void embedsLibrariesThatThePlatformDoesNotHave() throws Exception {
        Path library = file("assertj-core");
        Path jar = build(
                "shop",
                project("package com.example; class A { Object a = org.assertj.core.util.Lists.list(); }"),
                dependencies("org.assertj:assertj-core:jar:" + version(library) + ":compile:" + library));
        assertThat(content(jar)).containsKeys("lib/" + library.getFileName(), "Bouquet-Libraries:");
    }

    private static String version(Path artifact) {
        return artifact.getParent().getFileName().toString();
    }

    @Test
    void tellsWhatIsWrong() throws Exception {
        Path project = project("package com.example; class A { int a = \"\"; }");
        assertThatExceptionOfType(Packager.FailedException.class)
                .isThrownBy(() -> build("shop", project, dependencies()))
                .withMessageStartingWith("The plugin does not compile:\nsrc/main/java/com/example/A.java:1:40:")
                .withMessageContaining("incompatible types");
        assertThatExceptionOfType(Packager.FailedException.class)
                .isThrownBy(() -> build(
                        "shop", project("package com.example; class A { { new Thread().start(); } }"), dependencies()))
                .withMessageStartingWith("The plugin makes no bundle: com.example.A starts a thread");
        assertThatExceptionOfType(Packager.FailedException.class)
                .isThrownBy(() -> Packager.run("--group", "com.example"))
                .withMessageStartingWith("--artifact is missing.\nUsage:");
        assertThatExceptionOfType(Packager.FailedException.class)
                .isThrownBy(() -> Packager.run("--grup", "com.example"))
                .withMessageStartingWith("There is no option '--grup'.\nUsage:");
    }

    @Test
    void leavesModelsToMaven() throws Exception {
        Path project = project("package com.example; class A {}");
        Files.createDirectories(project.resolve("src/main/data"));
        Files.createFile(project.resolve("src/main/data/categories.tsv"));
        assertThatExceptionOfType(Packager.FailedException.class)
                .isThrownBy(() -> build("shop", project, dependencies()))
                .withMessageContaining("is the project of a model, which only Maven trains");
    }

    private Path project(String source) throws IOException {
        Path project = folder.resolve("project");
        Files.createDirectories(project.resolve("src/main/java/com/example"));
        Files.writeString(project.resolve("src/main/java/com/example/A.java"), source);
        return project;
    }
}
