package io.bouquet.plugin.scaffold;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The command {@code bouquet new}. */
public final class New {
    private static final String USAGE = """
            Usage: bouquet new KIND NAME [--group GROUP] [--into FOLDER]
            Makes the project of a plugin in the folder NAME. KIND is one of:
            %s
            Options:
              --group GROUP  Maven group and parent of the Java package (com.example)
              --into FOLDER  the folder in which the project's folder is made (the current one)

            NAME has lower-case letters, digits and hyphens: bouquet new service my-service
            """;

    private New() {}

    /** The first argument is the folder of the distribution. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            return make(Path.of(args[0]), List.of(args).subList(1, args.length));
        } catch (FileAlreadyExistsException e) {
            return fail(e.getMessage() + " exists and is not empty; take another name, or another folder with --into");
        } catch (IllegalArgumentException | InvalidProjectException e) {
            return fail(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return fail("the project cannot be written: " + e);
        }
    }

    private static int make(Path home, List<String> args) throws IOException {
        List<String> words = new ArrayList<>();
        String group = Scaffold.DEFAULT_GROUP;
        Path into = Path.of("");
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "-h", "--help" -> {
                    System.out.print(usage());
                    return 0;
                }
                case "--group" -> group = value(word, rest);
                case "--into" -> into = Path.of(value(word, rest));
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("there is no option '" + word + "'; see bouquet new --help");
                    }
                    words.add(word);
                }
            }
        }
        if (words.size() != 2) {
            System.err.print(usage());
            return 2;
        }
        Scaffold scaffold = new Scaffold(Kind.of(words.get(0)), words.get(1), group, Origin.at(home));
        Path folder = into.resolve(scaffold.name());
        scaffold.write(folder);
        scaffold.files().keySet().forEach(file -> System.out.println("  " + folder.resolve(file)));
        System.out.println();
        System.out.println("Build it, test it and deploy it:");
        System.out.println("  cd " + quoted(folder) + " && mvn verify");
        System.out.println("  cp target/" + scaffold.name() + "-1.0.0.jar <data folder>/deploy/");
        return 0;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value; see bouquet new --help");
        }
        return rest.next();
    }

    private static String usage() {
        StringBuilder lines = new StringBuilder();
        for (Kind kind : Kind.values()) {
            lines.append(String.format("  %-9s %s%n", kind.word(), kind.description()));
        }
        return String.format(USAGE, lines);
    }

    private static String quoted(Path folder) {
        return folder.toString().matches("[\\w./-]+") ? folder.toString() : "'" + folder + "'";
    }

    private static int fail(String message) {
        System.err.println("bouquet: " + message);
        return 1;
    }
}
