package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.jobs.InputError;
import io.bouquet.jobs.spi.ItemProcessor;
import io.bouquet.jobs.spi.JobKind;
import io.bouquet.jobs.spi.NotReadyException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;

/** {@code /api/jobs}, and the commands and the page of jobs. */
public class JobsIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final List<ServiceRegistration<?>> kinds = new ArrayList<>();

    @After
    public void clear() {
        kinds.forEach(JobsIT::unregister);
        for (JsonNode job : admin().get("/api/jobs?limit=100").json(200).path("jobs")) {
            String path = "/api/jobs/" + job.path("id").asText();
            if (admin().delete(path).status() == 200) {
                assertThat(admin().delete(path).status()).isEqualTo(204);
            }
        }
    }

    private static void unregister(ServiceRegistration<?> kind) {
        try {
            kind.unregister();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("unregistered");
        }
    }

    @Test
    public void annotatesABatchInTheBackground() {
        Answer answer = admin().post(
                        "/api/jobs",
                        Map.of(
                                "kind",
                                "annotate",
                                "layers",
                                List.of("entities"),
                                "documents",
                                List.of(
                                        Map.of("id", "a", "text", "Tim Cook lives in California."),
                                        Map.of("text", "Angela Merkel war in Berlin.", "language", "en"))));
        JsonNode created = answer.json(202);
        String id = created.path("id").asText();
        assertThat(answer.header("Location")).isEqualTo("/api/jobs/" + id);
        assertThat(created.path("total").asInt()).isEqualTo(2);
        JsonNode done = awaitEnd(id);
        assertThat(done.path("state").asText()).isEqualTo("done");
        assertThat(done.path("done").asInt()).isEqualTo(2);
        assertThat(done.path("account").asText()).isEqualTo("admin");
        assertThat(done.has("started") && done.has("ended")).isTrue();
        JsonNode page = admin().get("/api/jobs/" + id + "/results?limit=1").json(200);
        JsonNode first = page.path("results").get(0);
        assertThat(first.path("index").asInt()).isZero();
        assertThat(first.path("id").asText()).isEqualTo("a");
        assertThat(first.path("result").path("layers").path("entities").findValuesAsText("label"))
                .contains("person");
        assertThat(first.path("result").path("generation").path("id").asLong()).isPositive();
        JsonNode next = admin().get(page.path("links").path("next").asText()).json(200);
        assertThat(next.path("results")).hasSize(1);
        assertThat(next.path("links").has("next")).isFalse();
    }

    @Test
    public void takesFilesOfAllFormatsAndStreamsTheResults() throws IOException {
        String text = id(upload("text/plain", "One line.\n\nAnother line.\n", "?layers=tokens,sentences&language=en"));
        String csv = id(upload("text/csv; charset=utf-8", "id,text\r\nx,\"Quoted, with\r\na break.\"\r\n", ""));
        String ndjson = id(upload("application/x-ndjson", lines(1_500), "?layers=tokens"));
        String form = "--b\r\nContent-Disposition: form-data; name=\"layers\"\r\n\r\ntokens\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"reviews.csv\"\r\n\r\n"
                + "text\nGood.\nBad.\n\r\n--b--\r\n";
        String multipart = id(upload("multipart/form-data; boundary=b", form, ""));
        assertThat(results(text)).hasSize(2);
        List<JsonNode> quoted = results(csv);
        assertThat(quoted).hasSize(1);
        assertThat(quoted.get(0).path("id").asText()).isEqualTo("x");
        assertThat(results(multipart)).hasSize(2);
        List<JsonNode> all = results(ndjson);
        assertThat(all)
                .extracting(result -> result.path("index").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 1_500).boxed().toList());
        assertThat(all.get(700)
                        .path("result")
                        .path("layers")
                        .path("tokens")
                        .get(1)
                        .path("text")
                        .asText())
                .isEqualTo("700");
    }

    @Test
    public void annotatesStoredDocuments() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String text : List.of("Tim Cook was in Berlin.", "Tim Cook lives in California.")) {
            ids.add(admin().post("/api/documents", Map.of("text", text, "language", "en"))
                    .json(201)
                    .path("id")
                    .asText());
        }
        try {
            Answer answer = admin().post(
                            "/api/jobs",
                            Map.of("query", Map.of("label", "person", "language", "en"), "layers", List.of("tokens")));
            answer.json(202);
            assertThat(results(id(answer)))
                    .extracting(result -> result.path("id").asText())
                    .containsExactlyElementsOf(ids);
        } finally {
            ids.forEach(id -> admin().delete("/api/documents/" + id));
        }
    }

    @Test
    public void namesTheLinesOfAFileThatDoNotFit() {
        JsonNode problem = upload(
                        "application/x-ndjson",
                        "{\"text\":\"good\"}\n{\"text\":\"nul \\u0000\"}\nnonsense\n{\"text\":\"\",\"language\":\"tlh\"}\n",
                        "?layers=tokns")
                .problem(422);
        List<String> places = new ArrayList<>();
        problem.path("errors").forEach(error -> places.add(error.path("loc").toString()));
        assertThat(places)
                .containsExactly(
                        "[\"query\",\"layers\",0]",
                        "[\"body\",\"line\",2,\"text\"]",
                        "[\"body\",\"line\",3]",
                        "[\"body\",\"line\",4,\"text\"]",
                        "[\"body\",\"line\",4,\"language\"]");
        upload("text/csv", "id;text\n1;a\n", "").problem(422);
        upload("text/plain", "\n", "").problem(422);
        upload("text/plain; charset=iso-8859-1", "a", "").problem(415);
        upload("application/json", "{\"documents\":", "").problem(400);
        upload("application/json", "{\"documents\":[],\"query\":{}}", "").problem(422);
        upload("text/plain", "a", "?kind=anotate").problem(422);
        assertThat(admin().get("/api/jobs").json(200).path("jobs")).isEmpty();
    }

    @Test
    public void oneKeyGivesOneJob() {
        Answer first = uploadWithKey("a\nb\n", "k1");
        first.json(202);
        Answer second = uploadWithKey("a\nb\n", "k1");
        second.json(200);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        JsonNode problem = uploadWithKey("a\nc\n", "k1").problem(422);
        assertThat(problem.path("errors").get(0).path("loc").toString()).contains("Idempotency-Key");
        assertThat(admin().get("/api/jobs").json(200).path("jobs")).hasSize(1);
    }

    @Test
    public void aJobIsThatOfItsAccount() {
        Shell.run(context, "account:add --stdin jobs-bob", PASSWORD + "\n");
        Shell.run(context, "account:add --stdin jobs-eve", PASSWORD + "\n");
        try {
            Client bob = nobody().as("jobs-bob", PASSWORD);
            Client eve = nobody().as("jobs-eve", PASSWORD);
            String path = bob.post("/api/jobs", "text/plain", "Secret.").header("Location");
            await().atMost(SOON)
                    .until(() -> bob.get(path).json(200).path("state").asText().equals("done"));
            eve.get(path).problem(404);
            eve.get(path + "/results").problem(404);
            eve.delete(path).problem(404);
            assertThat(eve.get("/api/jobs").json(200).path("jobs")).isEmpty();
            assertThat(bob.get("/api/jobs").json(200).path("jobs")).hasSize(1);
            assertThat(admin().get(path).json(200).path("account").asText()).isEqualTo("jobs-bob");
            nobody().get(path).problem(401);
            nobody().post("/api/jobs", "text/plain", "a").problem(401);
            // a later account of this name must not see them
            shell("account:remove jobs-bob");
            admin().get(path).problem(404);
        } finally {
            shell("account:remove jobs-eve");
        }
    }

    @Test
    public void aRunningJobIsCancelledAndAnEndedOneDeleted() {
        register(item -> {
            if (item.get("text").equals("stop")) {
                throw new NotReadyException("a test", 1);
            }
            return Map.of();
        });
        String path = upload("text/plain", "a\nb\nstop\nc\n", "?kind=itest").header("Location");
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        admin().get(path).json(200).path("waiting").asText())
                .isEqualTo("a test"));
        JsonNode cancelled = admin().delete(path).json(200);
        assertThat(cancelled.path("state").asText()).isEqualTo("cancelled");
        assertThat(cancelled.path("done").asInt()).isEqualTo(2);
        assertThat(admin().get(path + "/results").json(200).path("results")).hasSize(2);
        assertThat(admin().delete(path).status()).isEqualTo(204);
        admin().get(path).problem(404);
    }

    @Test
    public void aJobWaitsForItsKindAndGoesOnWithTheNext() throws IOException {
        ServiceRegistration<?> removed = register(item -> {
            throw new NotReadyException("a test", 1);
        });
        String id = id(upload("text/plain", "a\nb\n", "?kind=itest"));
        removed.unregister();
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        admin().get("/api/jobs/" + id).json(200).path("waiting").asText())
                .isEqualTo("the kind 'itest', which is not installed"));
        register(item -> Map.of("length", String.valueOf(item.get("text")).length()));
        assertThat(results(id))
                .extracting(result -> result.path("result").path("length").asInt())
                .containsExactly(1, 1);
    }

    private ServiceRegistration<?> register(ItemProcessor processor) {
        JobKind kind = new JobKind() {
            @Override
            public List<InputError> checkParameters(Map<String, Object> parameters) {
                return List.of();
            }

            @Override
            public List<InputError> checkItem(Map<String, Object> item) {
                return List.of();
            }

            @Override
            public ItemProcessor open(Map<String, Object> parameters) {
                return processor;
            }
        };
        ServiceRegistration<?> registration =
                context.registerService(JobKind.class, kind, new Hashtable<>(Map.of("job.kind.name", "itest")));
        kinds.add(registration);
        return registration;
    }

    @Test
    public void theShellCreatesShowsAndCancelsJobs() throws IOException {
        Path file = Files.writeString(Files.createTempFile("jobs", ".csv"), "text\nGood.\nBad.\n");
        Path output = file.resolveSibling(file.getFileName() + ".ndjson");
        try {
            String printed = shell("job:submit --parameter layers=tokens '" + file + "'");
            String id = printed.replaceAll("(?s).*Created the job (\\w+) with 2 documents.*", "$1");
            assertThat(shell("job:show --follow " + id)).contains("100 %", "2 of 2", "annotate, done");
            assertThat(shell("job:list")).contains(id, "100 %", "done");
            assertThat(shell("job:results " + id)).contains("\"index\":0", "\"index\":1");
            assertThat(shell("job:results --output '" + output + "' " + id)).contains("2 results are in");
            assertThat(Files.readAllLines(output)).hasSize(2);
            assertThat(Shell.complete(context, "job:show ")).contains(id);
            assertThat(Shell.complete(context, "job:list --state ru")).contains("running");
            assertThat(shell("job:submit --help")).contains("job:submit", "--kind", ".ndjson");
            assertThatThrownBy(() -> shell("job:cancel " + id)).hasMessageContaining("ended already");
            assertThatThrownBy(() -> shell("job:show none")).hasMessageContaining("job:list");
            Files.writeString(file, "txt\nGood.\n");
            assertThatThrownBy(() -> shell("job:submit '" + file + "'"))
                    .hasMessageContaining("line 1: names no column 'text'");
        } finally {
            Files.delete(file);
            Files.deleteIfExists(output);
        }
        assertThat(shell("data:status jobs")).contains("db/jobs.xml", "JOB_RESULT");
    }

    private Answer upload(String contentType, String body, String query) {
        return admin().post("/api/jobs" + query, contentType, body);
    }

    private Answer uploadWithKey(String body, String key) {
        return admin().send(
                        "POST",
                        "/api/jobs",
                        Map.of("Content-Type", "text/plain", "Idempotency-Key", key),
                        BodyPublishers.ofString(body));
    }

    private static String id(Answer answer) {
        return answer.json(202).path("id").asText();
    }

    private static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"text\":\"Number " + i + ".\"}")
                .collect(Collectors.joining("\n"));
    }

    private JsonNode awaitEnd(String id) {
        await().atMost(SOON).until(() -> !List.of("queued", "running")
                .contains(admin().get("/api/jobs/" + id).json(200).path("state").asText()));
        return admin().get("/api/jobs/" + id).json(200);
    }

    /** All results of a job, as a stream, once it is done. */
    private List<JsonNode> results(String id) throws IOException {
        assertThat(awaitEnd(id).path("state").asText()).isEqualTo("done");
        Answer answer = admin().send(
                        "GET",
                        "/api/jobs/" + id + "/results",
                        Map.of("Accept", "application/x-ndjson"),
                        BodyPublishers.noBody());
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        List<JsonNode> results = new ArrayList<>();
        for (String line : answer.body().lines().toList()) {
            results.add(JSON.readTree(line));
        }
        return results;
    }
}
