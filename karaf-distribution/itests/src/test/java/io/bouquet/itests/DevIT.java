package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** {@code bouquet dev} keeps a project installed while it is edited. */
public class DevIT {
    private static final Path TARGET = Path.of(System.getProperty("bouquet.target"));
    private static final Path MAVEN = Path.of(System.getProperty("bouquet.bundles"))
            .resolveSibling("mvnw")
            .toAbsolutePath();
    private static final Path PROJECTS = TARGET.resolve("dev ü");
    private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

    private static final Platform PLATFORM = new Platform("dev");
    private static String password = "";

    private Process dev;

    @BeforeClass
    public static void start() throws IOException {
        Platform.delete(PROJECTS);
        Files.createDirectories(PROJECTS);
        // the wrapper above the projects: what it takes from the distribution must not stay in the user's repository
        Path wrapper = Files.writeString(
                PROJECTS.resolve("mvnw"),
                "#!/bin/sh\nexec '" + MAVEN + "' '-Dmaven.repo.local=" + PROJECTS.resolveSibling("dev-m2")
                        + "' '-Dmaven.repo.local.tail=" + System.getProperty("bouquet.repository") + "' \"$@\"\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        password = Platform.password(PLATFORM.start());
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
    }

    @After
    public void end() {
        if (dev != null) {
            dev.destroyForcibly();
        }
    }

    private static Client admin() {
        return PLATFORM.nobody().as("admin", password);
    }

    @Test
    public void eachSaveOfAServiceIsLiveAndTestedAndTheEndRemovesIt() throws IOException {
        Path service = project("service", "greeter").resolve("src/main/java/com/example/greeter/GreeterService.java");
        String source = Files.readString(service);
        dev("greeter");
        answers("/greeter/Ada", "Hello, Ada!");
        prints("tests: 2 passed");

        Files.writeString(service, source.replace("Hello", "Hi"));
        answers("/greeter/Ada", "Hi, Ada!");
        prints("tests: 1 failed");
        prints("but was: Greeting\\[message=Hi, Ada!]");

        Files.writeString(service, source.replace("+ name", "+ nam"));
        prints(
                "GreeterService.java:\\d+:\\d+: cannot find symbol(?s:.*)\\Q+ nam\\E(?s:.*)The last good version serves");
        assertThat(admin().get("/greeter/Ada").body()).contains("Hi, Ada!");
        Matcher page = PAGE.matcher(output());
        assertThat(page.find()).isTrue();
        int port = Integer.parseInt(page.group(1));
        assertThat(Client.nobody(port).get("/").body()).contains("cannot find symbol", "The last good version serves");

        // a version that does not start is told too
        Files.writeString(
                service,
                source.replace(
                        "    /** @param message",
                        "    @org.osgi.service.component.annotations.Activate\n    public GreeterService() {\n"
                                + "        throw new IllegalStateException(\"no licence key\");\n    }\n\n"
                                + "    /** @param message"));
        prints("no licence key(?s:.*)The last good version serves");
        assertThat(admin().get("/greeter/Ada").body()).contains("Hi, Ada!");

        Files.writeString(service, source);
        answers("/greeter/Ada", "Hello, Ada!");
        dev.destroy();
        await().atMost(20, TimeUnit.SECONDS).until(() -> !dev.isAlive());
        prints("greeter is removed from the platform.");
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(admin().get("/greeter/Ada").status()).isEqualTo(404));
        assertThat(PLATFORM.data().resolve("deploy")).isEmptyDirectory();
    }

    @Test
    public void entitiesAreEnhanced() throws IOException {
        project("entities", "open-orders");
        dev("open-orders");
        await().atMost(40, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(admin().get("/open-orders").body())
                        .as(output())
                        .isEqualTo("[]"));
    }

    @Test
    public void whatIsNoProjectIsRefused() {
        assertThat(PLATFORM.run("dev", PROJECTS.toString()).refused()).contains("has no pom.xml", "bouquet new");
        assertThat(PLATFORM.run("dev", "--fast").refused()).contains("dev has no option '--fast'");
        assertThat(PLATFORM.run("dev", "--help").ok()).contains("--keep");
    }

    private static Path project(String kind, String name) {
        PLATFORM.run("new", kind, name, "--into", PROJECTS.toString()).ok();
        return PROJECTS.resolve(name);
    }

    private void dev(String project) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Platform.home().resolve("bin/bouquet").toString(),
                        "--data",
                        PLATFORM.data().toString(),
                        "dev",
                        PROJECTS.resolve(project).toString()))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        dev = builder.start();
    }

    private static Path log() {
        return PROJECTS.resolve("dev.log");
    }

    private static String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prints(String pattern) {
        await().atMost(40, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(output()).containsPattern(pattern));
    }

    private static void answers(String path, String text) {
        await().atMost(40, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(admin().get(path).body()).as(output()).contains(text));
    }
}
