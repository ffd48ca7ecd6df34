package io.bouquet.plugin.tool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds Maven, and reads what it says. */
final class Maven {
    private static final int MOST_ERRORS = 6;

    private Maven() {}

    /** Returns the wrapper of the project or of a folder above it, else Maven on the path. */
    static String program(Path project) throws DevException {
        boolean windows = File.separatorChar == '\\';
        for (@Nullable Path folder = project; folder != null; folder = folder.getParent()) {
            Path wrapper = folder.resolve(windows ? "mvnw.cmd" : "mvnw");
            if (Files.isExecutable(wrapper)) {
                return wrapper.toString();
            }
        }
        String name = windows ? "mvn.cmd" : "mvn";
        String paths = System.getenv("PATH");
        for (String folder : (paths == null ? "" : paths).split(Pattern.quote(File.pathSeparator))) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                return name;
            }
        }
        throw new DevException(
                project + " has no Maven wrapper (mvnw), and there is no mvn on the PATH: Maven builds the"
                        + " project and lists its dependencies. Install it, or copy the wrapper of another project");
    }

    /** Returns the first errors in the output of Maven, each in a line. */
    static String errors(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .takeWhile(line -> !line.contains("re-run Maven with the -e switch"))
                .filter(line -> line.startsWith("[ERROR]") && line.length() > "[ERROR] ".length())
                .limit(MOST_ERRORS)
                .reduce("", (text, line) -> text + "\n  " + line.substring("[ERROR]".length()));
    }
}
