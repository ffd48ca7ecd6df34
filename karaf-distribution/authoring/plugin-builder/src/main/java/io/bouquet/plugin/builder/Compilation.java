package io.bouquet.plugin.builder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The result of a compilation.
 *
 * @param succeeded whether there is no error
 * @param output    all class files and resources of the project, by path; those of the last success if there is an error
 * @param compiled  the sources that were compiled; the others had not changed
 * @param changed   names of the classes whose class files differ from the last success, or were added or removed
 */
public record Compilation(
        boolean succeeded,
        Map<String, byte[]> output,
        List<Problem> problems,
        Set<Path> compiled,
        Set<String> changed) {
    public Compilation {
        problems = List.copyOf(problems);
    }

    public List<Problem> errors() {
        return problems.stream().filter(Problem::isError).toList();
    }
}
