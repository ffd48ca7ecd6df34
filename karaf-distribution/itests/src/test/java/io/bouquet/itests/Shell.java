package io.bouquet.itests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The Karaf shell of the platform that a test runs in, as an administrator has it. */
final class Shell {
    private Shell() {}

    /** A file's address as one word: the shell takes an unquoted per cent sign, as in {@code %20}, for an expression. */
    static String word(Path file) {
        return "'" + file.toUri() + "'";
    }

    static String run(BundleContext context, String command) {
        return run(context, command, "");
    }

    /** @param input what the command reads from its standard input */
    static String run(BundleContext context, String command, String input) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        inSession(context, in, printed, session -> session.execute(command));
        return plain(printed);
    }

    /** What Tab offers after the words of a command that has a scope: {@code nlp:annotate --l}. */
    static List<String> complete(BundleContext context, String line) {
        String[] words = line.split(" ", -1);
        String[] name = words[0].split(":", 2);
        List<String> candidates = new ArrayList<>();
        inSession(context, InputStream.nullInputStream(), new ByteArrayOutputStream(), session -> session.getRegistry()
                .getCommand(name[0], name[1])
                .getCompleter(true)
                .complete(session, new Line(line, words), candidates));
        return candidates.stream().map(String::strip).toList();
    }

    /** All commands, each with its scope: {@code plugin:list}. */
    static Set<String> commands(BundleContext context) {
        Set<String> commands = new TreeSet<>();
        inSession(context, InputStream.nullInputStream(), new ByteArrayOutputStream(), session -> {
            session.getRegistry()
                    .getCommands()
                    .forEach(command -> commands.add(command.getScope() + ":" + command.getName()));
            return commands;
        });
        return commands;
    }

    private static void inSession(BundleContext context, InputStream in, ByteArrayOutputStream printed, Work work) {
        ServiceReference<SessionFactory> reference = context.getServiceReference(SessionFactory.class);
        Subject administrator = new Subject();
        for (String role : List.of("admin", "manager", "viewer", "systembundles")) {
            administrator.getPrincipals().add(new RolePrincipal(role));
        }
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (Session session = context.getService(reference).create(in, out, out)) {
            Subject.doAs(administrator, (PrivilegedExceptionAction<Object>) () -> work.in(session));
        } catch (PrivilegedActionException e) {
            throw new CommandFailedException(plain(printed), e.getCause());
        } finally {
            context.ungetService(reference);
        }
    }

    private static String plain(ByteArrayOutputStream printed) {
        return printed.toString(StandardCharsets.UTF_8).replaceAll("\u001B\\[[0-9;]*[A-Za-z]", "");
    }

    private interface Work {
        Object in(Session session) throws Exception;
    }

    /** A command that threw, with what it had printed by then. */
    static final class CommandFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommandFailedException(String printed, Throwable cause) {
            super(cause.getMessage() + (printed.isBlank() ? "" : ", after: " + printed), cause);
        }
    }

    /** The cursor is at the end. */
    private record Line(String line, String[] words) implements CommandLine {
        @Override
        public int getCursorArgumentIndex() {
            return words.length - 1;
        }

        @Override
        public String getCursorArgument() {
            return words[words.length - 1];
        }

        @Override
        public int getArgumentPosition() {
            return getCursorArgument().length();
        }

        @Override
        public String[] getArguments() {
            return words;
        }

        @Override
        public int getBufferPosition() {
            return line.length();
        }

        @Override
        public String getBuffer() {
            return line;
        }
    }
}
