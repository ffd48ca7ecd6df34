package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The distribution as an operator has it: unpacked, and started by its script with a data folder of its own. */
final class Platform implements AutoCloseable {
    private static final Path TARGET = Path.of(System.getProperty("bouquet.target"));
    private static final Pattern PASSWORD = Pattern.compile("admin, password (\\S+)");

    private final Path data;
    private final int httpPort = Ports.free();
    private final int sshPort = Ports.free();
    private final Map<String, String> environment = new TreeMap<>();

    /** A platform that was never started. */
    Platform(String name) {
        data = TARGET.resolve("platforms").resolve(name);
        delete(data);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("BOUQUET_DATA", data.toString());
        environment.put("BOUQUET_HTTP_PORT", String.valueOf(httpPort));
        environment.put("BOUQUET_SSH_PORT", String.valueOf(sshPort));
    }

    /** What the script printed, and how it ended. */
    record Run(int exit, String output) {
        /** The output of a run that must have ended well. */
        String ok() {
            assertThat(exit).as("%s", output).isZero();
            return output;
        }

        /** The one line of a run that must have failed. */
        String refused() {
            assertThat(exit).as("%s", output).isNotZero();
            assertThat(output.strip().lines()).as("%s", output).hasSize(1);
            return output.strip();
        }
    }

    /** Starts it in the background. The banner is what it returns. */
    String start() {
        return run("--background").ok();
    }

    void stop() {
        run("stop").ok();
    }

    /** Ends it as a power cut would. */
    void kill() {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private long pid() {
        try {
            return Long.parseLong(Files.readString(data.resolve("karaf.pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Run run(String... arguments) {
        return run(Map.of(), arguments);
    }

    Run run(Map<String, String> also, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(home().resolve("bin/bouquet").toString()));
        command.addAll(List.of(arguments));
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(also);
        return execute(command, all);
    }

    /** Runs a command of Bash in a folder, as somebody who knows the password. */
    static Run bash(Path folder, String password, String command) {
        return execute(
                List.of("bash", "-c", "cd '" + folder + "' && " + command), Map.of("BOUQUET_ADMIN_PASSWORD", password));
    }

    Client nobody() {
        return Client.nobody(httpPort);
    }

    int httpPort() {
        return httpPort;
    }

    int sshPort() {
        return sshPort;
    }

    Path data() {
        return data;
    }

    /** The password that a banner shows. */
    static String password(String banner) {
        Matcher password = PASSWORD.matcher(banner);
        assertThat(password.find()).as("%s", banner).isTrue();
        return password.group(1);
    }

    @Override
    public void close() {
        run("stop");
    }

    /** The distribution, unpacked. */
    static synchronized Path home() {
        Path home = TARGET.resolve("platforms/home");
        Path unpacked = home.resolve("bin/bouquet");
        try {
            Path archive = Path.of(System.getProperty("bouquet.distribution"));
            if (!Files.exists(unpacked)
                    || Files.getLastModifiedTime(home).compareTo(Files.getLastModifiedTime(archive)) < 0) {
                delete(home);
                Files.createDirectories(home);
                execute(
                                List.of(
                                        "tar",
                                        "xzf",
                                        archive.toString(),
                                        "--strip-components=1",
                                        "-C",
                                        home.toString()),
                                Map.of())
                        .ok();
                Files.setLastModifiedTime(home, Files.getLastModifiedTime(archive));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home;
    }

    private static Run execute(List<String> command, Map<String, String> environment) {
        try {
            // no pipe: the platform would keep it open after the script has ended
            Path output = Files.createTempFile(Files.createDirectories(TARGET), "run", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("BOUQUET_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            assertThat(process.waitFor(180, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            Run run = new Run(process.exitValue(), Files.readString(output));
            Files.delete(output);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
