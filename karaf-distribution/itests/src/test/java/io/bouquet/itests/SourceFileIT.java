package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** A source file in the deploy folder is a plugin. */
public class SourceFileIT {
    private static final Platform PLATFORM = new Platform("source-file");
    private static String password = "";

    @BeforeClass
    public static void start() {
        password = Platform.password(PLATFORM.start());
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
    }

    private static Client admin() {
        return PLATFORM.nobody().as("admin", password);
    }

    @Test
    public void aServiceIsLiveAfterEachSaveAndGoneWithItsFile() throws IOException {
        String service = sample("Hello.java");
        save("Hello.java", service);
        answers("/hi/Ada", "Hello, Ada");
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        admin().get("/openapi.json?plugin=hello").body())
                .contains("Greets somebody"));
        save("Hello.java", service.replace("Hello, ", "Good morning, "));
        answers("/hi/Ada", "Good morning, Ada");

        save("Hello.java", service.replace("+ name;", "+ nam;"));
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        admin().get("/api/plugins").json(200).path("refused"))
                .singleElement()
                .satisfies(refused -> assertThat(refused.path("reason").asText())
                        .startsWith("it does not compile:\ndeploy/Hello.java:9:")
                        .contains("cannot find symbol", "return \"Hello, \" + nam; }\n")));
        assertThat(outcome("Hello.java")).contains("outcome=refused");
        assertThat(admin().get("/hi/Ada").body()).as("the last good version").isEqualTo("Good morning, Ada");
        assertThat(PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", "plugin:list")
                        .output())
                .contains("deploy/Hello.java is refused: it does not compile:");

        PLATFORM.stop();
        save("Hello.java", service);
        PLATFORM.start();
        answers("/hi/Ada", "Hello, Ada");
        Files.delete(PLATFORM.data().resolve("deploy/Hello.java"));
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(admin().get("/hi/Ada").status()).isEqualTo(404));
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(PLATFORM.data().resolve("deployed")).isDirectoryNotContaining("glob:**Hello.java*"));
    }

    @Test
    public void aTaggerAnnotates() throws IOException {
        save("Shouts.java", sample("Shouts.java"));
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(admin().post(
                                "/api/annotate",
                                "application/json",
                                "{\"text\":\"Hi there\",\"language\":\"en\",\"layers\":[\"shouts\"]}")
                        .body())
                .contains("\"label\":\"shout\""));
        // the change ends after the tagger has taken over
        Path outcome = PLATFORM.data().resolve("deployed/Shouts.java.properties");
        await().atMost(10, TimeUnit.SECONDS).until(() -> Files.exists(outcome));
        assertThat(outcome("Shouts.java")).contains("plugin=com.example.shouts", "version=2.1.0.2");
    }

    @Test
    public void entitiesHaveTheirTableAndKeepItsRowsOverASave() throws IOException {
        String entities = sample("Guestbook.java");
        save("Guestbook.java", entities);
        answers("/guests", "[]");
        assertThat(admin().post("/guests/Ada", Map.of()).status()).isEqualTo(204);
        answers("/guests", "[\"Ada\"]");
        save("Guestbook.java", entities.replace("order by v.name\"", "order by v.name desc\""));
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(outcome("Guestbook.java")).contains("outcome=done"));
        assertThat(admin().post("/guests/Zoe", Map.of()).status()).isEqualTo(204);
        answers("/guests", "[\"Zoe\",\"Ada\"]");

        save("Guestbook.java", entities.replace("/*: db/changelog.sql", "/*: ../changelog.sql"));
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(outcome("Guestbook.java"))
                .contains("the comment '/*", "names no file of a plugin, such as db/changelog.sql"));
    }

    private static String sample(String name) throws IOException {
        return Files.readString(
                Path.of(System.getProperty("bouquet.samples"), "single-file").resolve(name));
    }

    private static void answers(String path, String text) {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(admin().get(path).body()).isEqualTo(text));
    }

    private static String outcome(String file) throws IOException {
        return Files.readString(PLATFORM.data().resolve("deployed").resolve(file + ".properties"));
    }

    private static void save(String name, String text) throws IOException {
        Path part = Files.writeString(PLATFORM.data().resolve(name + ".part"), text);
        Files.move(
                part,
                PLATFORM.data().resolve("deploy").resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
