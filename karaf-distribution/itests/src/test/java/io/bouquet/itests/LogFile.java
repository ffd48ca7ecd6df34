package io.bouquet.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The log of a platform. */
record LogFile(List<String> lines) {
    private static final Pattern LEVEL = Pattern.compile("^[^|]*\\| *(ERROR|FATAL|WARN) *\\|");
    private static final int FLOOD = 3;

    /** What is known and does no harm, each with why. */
    private static final List<Pattern> KNOWN = List.of();

    static LogFile of(Path file) throws IOException {
        return new LogFile(Files.readAllLines(file));
    }

    /** Errors, and warnings that come more than a few times. */
    List<String> problems() {
        Map<String, Long> warnings = at("WARN").collect(Collectors.groupingBy(LogFile::text, Collectors.counting()));
        return Stream.of(
                        at("ERROR"),
                        at("FATAL"),
                        warnings.entrySet().stream()
                                .filter(warning -> warning.getValue() > FLOOD)
                                .map(warning -> warning.getValue() + " times WARN: " + warning.getKey()))
                .flatMap(Function.identity())
                .toList();
    }

    private Stream<String> at(String level) {
        return lines.stream()
                .filter(line -> LEVEL.matcher(line).results().anyMatch(found -> found.group(1)
                        .equals(level)))
                .filter(line ->
                        KNOWN.stream().noneMatch(known -> known.matcher(line).find()));
    }

    private static String text(String line) {
        return line.substring(line.lastIndexOf('|') + 1).strip();
    }
}
