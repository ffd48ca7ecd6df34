package io.bouquet.deploy;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One reason why a plugin is not live or not complete, in plain words.
 *
 * @param code    stable name of the kind of problem, such as {@code missing-library}; the documentation lists all
 * @param problem what is wrong, without a full stop
 * @param remedy  the command, or the line of the source or POM, that solves it, without a full stop; the empty string if
 *                the problem says it
 * @param where   place: symbolic name of a bundle, name of a class, a file or a header; the empty string for the whole
 *                plugin
 */
public record Finding(String code, String problem, String remedy, String where) {
    public Finding {
        if (!code.matches("[a-z][a-z-]*[a-z]")) {
            throw new IllegalArgumentException("the code '" + code + "' is not of lower case letters and hyphens");
        }
        if (problem.isBlank() || problem.contains("\n") || remedy.contains("\n")) {
            throw new IllegalArgumentException("a finding has one line: '" + problem + "', '" + remedy + "'");
        }
    }

    /** A finding about the whole plugin. */
    public Finding(String code, String problem, String remedy) {
        this(code, problem, remedy, "");
    }

    /** Returns the problem and the remedy in one line, without a full stop at the end. */
    public String text() {
        return remedy.isEmpty() ? problem : problem + (problem.endsWith(".") ? " " : ". ") + remedy;
    }

    /** Returns the same finding with words before the problem. */
    public Finding after(String words) {
        return words.isEmpty() ? this : new Finding(code, words + problem, remedy, where);
    }

    /** Returns the texts of findings, each in a line. */
    public static String lines(Collection<Finding> findings) {
        return findings.stream().map(Finding::text).distinct().collect(Collectors.joining("\n"));
    }

    /** Returns the finding of somebody who knows only a message. */
    public static List<Finding> ofMessage(String message) {
        return List.of(new Finding("refused", message.replaceAll("\\s*\\R\\s*", " "), ""));
    }
}
