package io.bouquet.plugin.tool;

import io.bouquet.plugin.builder.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the projects of plugins installed in a running platform while they are edited. */
public final class Dev {
    private static final String USAGE = """
            Usage: bouquet [OPTION]... dev [--keep] [--no-tests] [--page PORT] [--debug] [PROJECT]...

            Compiles, bundles and installs the plugins in these folders (default: this one) at each change of their files,
            and runs the tests that the change concerns. Starts the platform if none uses the data folder. Ctrl-C ends it
            and removes the plugins.

              --keep       leave the plugins installed at the end
              --no-tests   run no tests
              --page PORT  port of the page with the state of the projects, for the browser (default: any)
              --debug      the platform that is started waits for a debugger on port 5005 (BOUQUET_DEBUG_PORT)""";
    private static final long SHORTEST_PAUSE_MILLIS = 40;
    /** The share of a processor that looking for changes may use: one part in so many. */
    private static final int SHARE = 20;

    private final Platform platform;
    private final Options options;
    private final Report report = new Report(System.out);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean ending;

    private record Options(boolean keep, boolean tests, int page, List<Path> projects) {}

    private Dev(Platform platform, Options options) {
        this.platform = platform;
        this.options = options;
    }

    /** Takes the data folder of the platform, and the arguments of {@code bouquet dev}. */
    public static void main(String[] args) {
        try {
            Options options = options(List.of(args).subList(1, args.length));
            if (!Compiler.isAvailable()) {
                throw new DevException("dev needs a JDK, and " + System.getProperty("java.home") + " is a JRE");
            }
            Platform platform = new Platform(Path.of(args[0]));
            new Dev(platform, options).run();
        } catch (DevException e) {
            System.err.println("bouquet: " + e.getMessage());
            System.exit(1);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bouquet: " + e);
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Options options(List<String> args) throws DevException {
        boolean keep = false;
        boolean tests = true;
        int page = 0;
        List<Path> projects = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            switch (arg) {
                case "--keep" -> keep = true;
                case "--no-tests" -> tests = false;
                case "--page" -> page = port(++i < args.size() ? args.get(i) : "");
                case "-h", "--help" -> {
                    System.out.println(USAGE);
                    System.exit(0);
                }
                default -> {
                    if (arg.startsWith("-")) {
                        throw new DevException("dev has no option '" + arg + "'; see bouquet dev --help");
                    }
                    projects.add(Path.of(arg).toAbsolutePath().normalize());
                }
            }
        }
        if (projects.isEmpty()) {
            projects.add(Path.of("").toAbsolutePath());
        }
        return new Options(keep, tests, page, projects);
    }

    private static int port(String text) throws DevException {
        if (!text.matches("[1-9]\\d{0,4}") || Integer.parseInt(text) > 65535) {
            throw new DevException("--page takes a port from 1 to 65535, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private void run() throws IOException, InterruptedException, DevException {
        platform.deleteDrafts();
        List<Session> sessions = new ArrayList<>();
        for (Path folder : options.projects()) {
            sessions.add(new Session(new Project(folder, platform), platform, options.tests(), report));
        }
        DevPage page = new DevPage(options.page(), report);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        try {
            report.plain("Watching "
                    + String.join(", ", sessions.stream().map(Session::name).toList()) + "; the state is also at "
                    + page.address() + ". Ctrl-C ends it.");
            while (!ending) {
                long nanos = 0;
                for (Session session : sessions) {
                    nanos += session.look();
                }
                TimeUnit.MILLISECONDS.sleep(Math.max(SHORTEST_PAUSE_MILLIS, SHARE * nanos / 1_000_000));
            }
        } finally {
            page.close();
            for (Session session : sessions) {
                if (options.keep()) {
                    session.keep();
                } else {
                    session.remove();
                }
                session.close();
            }
            ended.countDown();
        }
    }

    /** Lets the loop end by itself, and waits for that. */
    private void end() {
        ending = true;
        try {
            if (!ended.await(20, TimeUnit.SECONDS)) {
                System.err.println("bouquet: dev did not end in time; see what is in "
                        + platform.data().resolve("deploy"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
