package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** The plugin of the tutorial: installed, upgraded stage by stage, rolled back and removed. */
public class GrowthIT {
    private static final String PLUGIN = "com.example.feedback";
    private static final Path STAGES =
            Path.of(System.getProperty("bouquet.samples")).resolve("growth");
    private static final Platform PLATFORM = new Platform("growth");
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

    private static String shell(String command) {
        return PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", command)
                .ok();
    }

    private static String archive(String stage) {
        return Shell.word(STAGES.resolve(stage)
                .resolve("target/feedback-" + stage.charAt(0) + ".0.0.jar")
                .toAbsolutePath()
                .normalize());
    }

    @Test
    public void growsStageByStage() {
        shell("plugin:install " + archive("1-small"));
        assertThat(admin().get("/feedback").body()).isEqualTo("Tell us what you think.");

        shell("plugin:upgrade " + archive("2-typed"));
        assertThat(admin().get("/feedback").body()).isEqualTo("Tell us what you think.");
        assertThat(admin().post("/feedback", Map.of("text", "I LOVE it", "stars", 5))
                        .json(200)
                        .at("/shouts/0")
                        .asText())
                .isEqualTo("LOVE");
        assertThat(admin().post("/feedback", Map.of("text", "", "stars", 6))
                        .problem(422)
                        .at("/errors"))
                .hasSize(2);

        shell("plugin:upgrade " + archive("3-entities"));
        admin().post("/feedback", Map.of("text", "I LOVE it", "stars", 5)).json(201);
        admin().post("/feedback", Map.of("text", "It is broken", "stars", 1)).json(201);
        assertThat(admin().get("/feedback/opinions?stars=4").body())
                .isEqualTo("[{\"text\":\"I LOVE it\",\"stars\":5}]");

        shell("plugin:rollback " + PLUGIN);
        assertThat(admin().get("/feedback/opinions").status()).isEqualTo(404);
        shell("plugin:upgrade " + archive("3-entities"));
        assertThat(admin().get("/feedback/opinions").json(200)).as("kept").hasSize(2);

        shell("plugin:remove " + PLUGIN);
        assertThat(admin().get("/feedback").status()).isEqualTo(404);
        assertThat(shell("plugin:list")).doesNotContain("feedback");
        assertThat(shell("nlp:taggers")).doesNotContainPattern("shouts.*SERVING");
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(shell("plugin:leaks")).doesNotContain(PLUGIN));
        assertThat(shell("data:status feedback")).as("the data stays").contains("OPINION");
    }
}
