package io.bouquet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The start script of a distribution, and the accounts that tests create in its shell. */
final class DistributionShell implements Callers {
    private static final long LIMIT_SECONDS = 400;

    private final Path home;
    private final int port;
    private final int sshPort;
    private final Path data;
    private final String password = UUID.randomUUID().toString();
    /** Groups of the accounts that exist, by name. Guarded by this. */
    private final Map<String, Set<String>> groupsOfAccounts = new HashMap<>();

    DistributionShell(Path home, int port, int sshPort) {
        this.home = home;
        this.port = port;
        this.sshPort = sshPort;
        try {
            data = Files.createTempDirectory("bouquet-testkit");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    void start() {
        script("--background", "--port", String.valueOf(port), "--ssh-port", String.valueOf(sshPort));
    }

    /** Stops the platform and deletes its data; does nothing if that is done. */
    synchronized void stop() {
        if (Files.exists(data)) {
            script("stop");
            Container.delete(data);
        }
    }

    /** @throws AssertionError if the command fails */
    String run(String command) {
        return script("shell", command);
    }

    Client admin(Client client) {
        return client.with(basic("admin", password));
    }

    @Override
    public synchronized String login(String name, Set<String> groups) {
        if (!name.matches("[a-z0-9._@-]+") || !groups.stream().allMatch(group -> group.matches("[A-Za-z0-9._-]+"))) {
            throw new IllegalArgumentException("no account can have the name '" + name + "' and the groups " + groups);
        }
        Set<String> before = groupsOfAccounts.put(name, groups);
        String listed = String.join(" ", new TreeSet<>(groups));
        if (before == null) {
            run("echo " + password + " | account:add --stdin " + name + " " + listed);
        } else if (!before.equals(groups)) {
            run(groups.isEmpty() ? "account:groups --none " + name : "account:groups " + name + " " + listed);
        }
        return basic(name, password);
    }

    @Override
    public String token(Client client, String name, Set<String> groups, List<String> scopes) {
        return "Bearer "
                + client.with(login(name, groups))
                        .post("/api/tokens", Map.of("name", "test", "scopes", scopes))
                        .expect(201)
                        .json()
                        .path("token")
                        .asText();
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Runs the script with the data folder of this test, and returns its output. */
    private String script(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/bouquet").toString(), "--data", data.toString()));
        command.addAll(List.of(arguments));
        try {
            // to a file: the platform in the background would keep a pipe open
            Path output = Files.createTempFile("bouquet-testkit", ".out");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().put("BOUQUET_ADMIN_PASSWORD", password);
                builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
                Process process = builder.start();
                boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                String text = Files.readString(output);
                if (!ended || process.exitValue() != 0) {
                    process.destroy();
                    throw new AssertionError(
                            "bouquet " + String.join(" ", arguments).replace(password, "…") + " failed"
                                    + (ended ? " with " + process.exitValue() : ", it takes too long") + ":\n" + text);
                }
                return text;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(home + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the start of the distribution was interrupted", e);
        }
    }
}
