package io.bouquet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs the tests of a class against the unpacked distribution: starts it with a data folder of its own on free ports,
 * installs the plugin's archives as an operator does, and stops it at the end. A class with {@link Services} and one with this
 * can inherit the same tests.
 *
 * <pre>{@code
 * class ReviewServiceIT extends ReviewTests {
 *     @RegisterExtension
 *     static final Distribution DISTRIBUTION = Distribution.with("target/review-service-1.0.0.jar");
 * }
 * }</pre>
 *
 * <p>The distribution is in the folder that the system property {@code bouquet.home} or the environment variable {@code
 * BOUQUET_HOME} names, or in one of the parent folders of the module.
 */
public final class Distribution extends TestExtension implements ParameterResolver {
    private static final String PROPERTY = "bouquet.home";
    private static final String VARIABLE = "BOUQUET_HOME";
    private static final String SCRIPT = "bin/bouquet";
    /** Where the build of the platform itself has it. */
    private static final String BUILT = "karaf-distribution/assembly/target/assembly";

    private static final Duration CHANGE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<Path> archives;
    private @Nullable Running running;

    /** A started distribution. */
    private record Running(DistributionShell shell, Client client, Thread stopper) {}

    private Distribution(List<Path> archives) {
        this.archives = archives;
    }

    /**
     * Describes a distribution with plugins.
     *
     * @param archives JARs and KARs in the order of their installation, relative to the folder of the module
     */
    public static Distribution with(String... archives) {
        return new Distribution(Stream.of(archives).map(Path::of).toList());
    }

    /** Returns what calls the services. */
    public Client client() {
        start();
        return started().client();
    }

    /**
     * Runs a command of the shell as administrator, and returns its output.
     *
     * @throws AssertionError if the command fails
     */
    public String shell(String command) {
        start();
        return started().shell().run(command);
    }

    /** Installs a further plugin. */
    public void install(String archive) {
        start();
        install(started().shell().admin(started().client()), Path.of(archive));
    }

    private Running started() {
        Running known = running;
        if (known == null) {
            throw new IllegalStateException("the distribution has not started");
        }
        return known;
    }

    @Override
    synchronized void start() {
        if (running != null) {
            return;
        }
        for (Path archive : archives) {
            if (!Files.isRegularFile(archive)) {
                throw new IllegalArgumentException("there is no " + archive.toAbsolutePath()
                        + "; build the plugin first: this test belongs into the phase integration-test");
            }
        }
        DistributionShell shell = new DistributionShell(home(), freePort(), freePort());
        Thread stopper = new Thread(shell::stop, "testkit-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            shell.start();
            Client client = Client.of(Client.newHttpClient(), URI.create("http://127.0.0.1:" + shell.port()), shell);
            archives.forEach(archive -> install(shell.admin(client), archive));
            running = new Running(shell, client, stopper);
        } finally {
            if (running == null) {
                shell.stop();
                Runtime.getRuntime().removeShutdownHook(stopper);
            }
        }
    }

    private static void install(Client admin, Path archive) {
        String name = archive.getFileName().toString();
        Answer answer;
        try {
            answer = admin.call("POST", "/api/plugins")
                    .query("name", name)
                    .body("application/java-archive", Files.readAllBytes(archive))
                    .send();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + archive, e);
        }
        if (answer.status() != 202) {
            throw new AssertionError(name + " is not installed: " + answer);
        }
        String receipt = URI.create(answer.header("Location").orElseThrow()).getPath();
        long deadline = System.nanoTime() + CHANGE.toNanos();
        JsonNode state = answer.json();
        while (state.path("outcome").asText().equals("running")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(name + " is still being installed after " + CHANGE + ": " + state);
            }
            LockSupport.parkNanos(POLL.toNanos());
            state = admin.get(receipt).expect(200).json();
        }
        if (!state.path("outcome").asText().equals("done")) {
            throw new AssertionError(name + " is not installed: " + state.toPrettyString());
        }
    }

    /** Returns the folder of the distribution. */
    private static Path home() {
        // a build may set the property to nothing
        String property = System.getProperty(PROPERTY, "");
        String named = property.isBlank() ? System.getenv(VARIABLE) : property;
        if (named != null && !named.isBlank()) {
            Path home = Path.of(named);
            if (!isHome(home)) {
                throw new IllegalArgumentException(named + " is not an unpacked distribution: it has no " + SCRIPT
                        + " (" + PROPERTY + ", " + VARIABLE + ")");
            }
            return home;
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            for (Path home : candidates(folder)) {
                if (isHome(home)) {
                    return home;
                }
            }
        }
        throw new IllegalStateException("there is no unpacked distribution in a parent folder of "
                + Path.of("").toAbsolutePath() + "; name one in " + VARIABLE + ", or in the system property "
                + PROPERTY);
    }

    private static boolean isHome(Path folder) {
        return Files.isExecutable(folder.resolve(SCRIPT)) && Files.isDirectory(folder.resolve("system"));
    }

    private static List<Path> candidates(Path folder) {
        List<Path> candidates = new ArrayList<>(List.of(folder, folder.resolve(BUILT)));
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(one -> one.getFileName().toString().startsWith("bouquet"))
                    .sorted()
                    .forEach(candidates::add);
        } catch (IOException e) {
            // a folder of somebody else
            return candidates;
        }
        return candidates;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    @Override
    synchronized boolean isStarted() {
        return running != null;
    }

    @Override
    public synchronized void close() {
        Running known = running;
        running = null;
        if (known != null) {
            Runtime.getRuntime().removeShutdownHook(known.stopper());
            known.shell().stop();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Client.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return client();
    }
}
