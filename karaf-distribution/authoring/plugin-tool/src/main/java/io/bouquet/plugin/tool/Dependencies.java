package io.bouquet.plugin.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The JARs that a project depends on, as Maven finds them.
 *
 * @param main      what the plugin is compiled against
 * @param tests     what only the tests need
 * @param artifacts Maven coordinates and scopes of the former
 */
record Dependencies(List<Path> main, List<Path> tests, String artifacts) {
    private static final String GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:list";
    private static final Pattern LINE = Pattern.compile(
            "\\s*([^:\\s]+:[^:]+:[^:]+(?::[^:]+)?:[^:]+:(compile|provided|runtime|test|system)):(.+?)(?: -- module .*)?");
    private static final int MINUTES = 10;

    /** Asks Maven, unless it has answered for the same {@code pom.xml} before. */
    static Dependencies of(Path project, Path work) throws DevException, IOException, InterruptedException {
        Path list = work.resolve("dependencies-" + checksum(project.resolve("pom.xml")) + ".txt");
        if (Files.exists(list)) {
            Dependencies earlier = parse(list);
            if (earlier.all().stream().allMatch(Files::exists)) {
                return earlier;
            }
        }
        ask(project, list, work);
        return parse(list);
    }

    List<Path> all() {
        List<Path> all = new ArrayList<>(main);
        all.addAll(tests);
        return all;
    }

    private static void ask(Path project, Path list, Path work) throws DevException, IOException, InterruptedException {
        Path log = work.resolve("maven.log");
        Path answer = Files.createDirectories(work).resolve("dependencies.part");
        Process maven = new ProcessBuilder(
                        Maven.program(project),
                        "-B",
                        "-ntp",
                        "-f",
                        project.resolve("pom.xml").toString(),
                        GOAL,
                        "-DoutputAbsoluteArtifactFilename=true",
                        "-DoutputFile=" + answer)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!maven.waitFor(MINUTES, TimeUnit.MINUTES)) {
            maven.destroy();
            throw new DevException(
                    "Maven has not listed the dependencies of " + project + " in " + MINUTES + " minutes; see " + log);
        }
        if (maven.exitValue() != 0) {
            throw new DevException("Maven cannot list the dependencies of " + project + ":" + Maven.errors(log));
        }
        Files.move(answer, list, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Dependencies parse(Path list) throws IOException {
        List<Path> main = new ArrayList<>();
        List<Path> tests = new ArrayList<>();
        List<String> artifacts = new ArrayList<>();
        for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
            // without the colours of a terminal
            Matcher dependency = LINE.matcher(line.replaceAll("\u001b\\[[0-9;]*m", ""));
            if (dependency.matches()) {
                boolean isForTests = dependency.group(2).matches("test|runtime");
                (isForTests ? tests : main).add(Path.of(dependency.group(3)));
                if (!isForTests) {
                    artifacts.add(dependency.group(1));
                }
            }
        }
        return new Dependencies(main, tests, String.join(",", artifacts));
    }

    private static String checksum(Path file) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        return Long.toHexString(sum.getValue());
    }
}
