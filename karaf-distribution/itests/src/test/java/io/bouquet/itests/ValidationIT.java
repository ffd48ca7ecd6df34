package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** A plugin's parameters, bodies and answers are bound and validated, and nothing of it stays when it is removed. */
public class ValidationIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PATH = "/benchmark-typed/";
    private static final String GOOD = """
            {"title": "Good", "stars": "5", "author": {"name": "Ada", "email": "ada@example.org"}, "tags": ["a"]}""";

    private static final String REVIEW = """
            {"text": "Anna bought this camera in Berlin. The pictures are great, and the battery lasts for days.",
             "stars": 5, "bought": "2026-11-02", "author": "anna@example.com", "labels": ["camera"]}""";

    @Test
    public void aPluginIsBoundAndValidatedAndLeavesNothingBehind() throws Exception {
        WeakReference<ClassLoader> classes = comeAndGo();
        await().atMost(SOON).untilAsserted(() -> {
            System.gc();
            assertThat(classes.get()).isNull();
        });
    }

    private WeakReference<ClassLoader> comeAndGo() throws BundleException, IOException {
        Bundle plugin = context.installBundle(jar().toUri().toString());
        try {
            plugin.start();
            await().atMost(SOON).until(() -> post("1", GOOD).status() == 200);
            assertThat(post("1", GOOD).json(200).path("stars").asInt()).isEqualTo(5);
            answersAllErrorsAtOnce();
            answersInGerman();
            sendsNoAnswerThatBreaksItsConstraints();
            return new WeakReference<>(plugin.adapt(BundleWiring.class).getClassLoader());
        } finally {
            plugin.uninstall();
        }
    }

    private void answersAllErrorsAtOnce() {
        List<String> errors = admin().send(
                        "POST",
                        PATH + "0?offset=-1&limit=3",
                        Map.of("Content-Type", "application/json", "X-Level", "high"),
                        BodyPublishers.ofString("""
                                {"title": " ", "stars": 6, "author": {"email": "none"}, "tags": ["a", ""],
                                 "day": "tomorrow", "more": 1}"""))
                .errors();
        assertThat(errors)
                .containsExactly(
                        "greater_than [path,id]",
                        "greater_than_equal [query,offset]",
                        "value_error [query,limit]",
                        "int_parsing [header,X-Level]",
                        "string_too_short [body,title]",
                        "less_than_equal [body,stars]",
                        "missing [body,author,name]",
                        "value_error [body,author,email]",
                        "string_too_short [body,tags,1]",
                        "date_parsing [body,day]",
                        "extra_forbidden [body,more]");
    }

    private void answersInGerman() {
        JsonNode problem = admin().send(
                        "GET", PATH + "count?count=many", Map.of("Accept-Language", "de"), BodyPublishers.noBody())
                .problem(422);
        assertThat(problem.path("errors").path(0).path("msg").asText()).isEqualTo("muss eine ganze Zahl sein");
    }

    private void sendsNoAnswerThatBreaksItsConstraints() throws IOException {
        assertThat(admin().get(PATH + "count?count=1").json(200).path("count").asInt())
                .isEqualTo(1);
        admin().get(PATH + "count?count=0").problem(500);
        assertThat(Files.readString(karafBase().resolve("data/log/karaf.log")))
                .contains("TypedResource.count breaks its own constraints: count must be greater than 0");
    }

    @Test
    public void theReviewServiceReadsReviewsAndRefusesInvalidOnesWithAllErrors() throws Exception {
        Bundle plugin = context.installBundle(Sample.REVIEW.jar().toUri().toString());
        try {
            plugin.start();
            await().atMost(SOON).until(() -> review("/reviews", REVIEW).status() == 200);
            JsonNode insight = review("/reviews?tags=2", REVIEW).json(200);
            assertThat(insight.path("sentiment").asText()).isEqualTo("positive");
            assertThat(insight.path("entities").toString())
                    .contains("{\"name\":\"Anna\",\"kind\":\"person\"}", "{\"name\":\"Berlin\",\"kind\":\"location\"}");
            assertThat(insight.path("tags").toString()).isEqualTo("[\"camera\",\"picture\"]");
            assertThat(review("/reviews/stream", "[" + REVIEW + "," + REVIEW + "]")
                            .body()
                            .lines())
                    .hasSize(2);
            JsonNode problem = review("/reviews?tags=many", """
                            {"text": " ", "stars": 9, "bought": "yesterday", "author": "ada", "labels": ["", 5],
                             "colour": "red"}""").problem(422);
            assertThat(problem.path("errors")).hasSize(8);
        } finally {
            plugin.uninstall();
        }
    }

    private Answer review(String path, String body) {
        return admin().post(path, "application/json", body);
    }

    private Answer post(String id, String body) {
        return admin().post(PATH + id, "application/json", body);
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bouquet.benchmarks")))) {
            return files.filter(file -> file.getFileName().toString().matches("benchmarks-[0-9.]+-typed\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
