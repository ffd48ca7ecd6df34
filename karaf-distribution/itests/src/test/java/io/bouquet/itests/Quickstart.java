package io.bouquet.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands of the README's quickstart, in their order. */
record Quickstart(List<String> commands) {
    private static final Pattern SECTION = Pattern.compile("(?ms)^## Quickstart$(.*?)^## ");
    private static final Pattern IN_SHELL = Pattern.compile("\\./bouquet shell \"(.*)\"");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash$(.*?)^```$");

    static Quickstart of(Path readme) throws IOException {
        String section = SECTION.matcher(Files.readString(readme))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining());
        return new Quickstart(BLOCK.matcher(section)
                .results()
                .flatMap(block -> block.group(1).replace("\\\n", " ").lines())
                .map(line -> line.replaceFirst("\\s{2,}#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList());
    }

    /** The command that opens the shell. */
    private static boolean opensTheShell(String command) {
        return command.endsWith("bouquet shell");
    }

    /** What a terminal takes, once the platform runs. */
    List<String> forTheTerminal() {
        return commands.stream()
                .takeWhile(command -> !opensTheShell(command))
                .filter(command -> !command.startsWith("export ") && !command.startsWith("./bouquet --"))
                .toList();
    }

    /** What a terminal's command has the platform's shell do; empty where it does something else. */
    static Optional<String> inShell(String command, Path folder) {
        return Optional.of(IN_SHELL.matcher(command)).filter(Matcher::matches).map(it -> it.group(1)
                .replace("$PWD", folder.toString()));
    }

    /** What is typed into the platform's shell. */
    List<String> forTheShell() {
        return commands.stream()
                .dropWhile(command -> !opensTheShell(command))
                .skip(1)
                .toList();
    }
}
