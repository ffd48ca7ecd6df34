package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.Test;

/** {@code /api/annotate}, {@code /api/taggers} and {@code /api/pipelines}, with input good and bad. */
public class AnnotateIT extends PlatformTest {
    private static final String SENTENCES =
            "Angela Merkel met Tim Cook in Berlin on Monday. The talks were surprisingly pleasant.";
    private static final String GERMAN =
            "Die Kanzlerin traf den Minister am Montag in Berlin. Die Gespräche waren überraschend angenehm.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNode annotate(Map<String, ?> body) {
        return admin().post("/api/annotate", body).json(200);
    }

    private static Stream<JsonNode> layer(JsonNode answer, String name) {
        return StreamSupport.stream(answer.path("layers").path(name).spliterator(), false);
    }

    private static List<String> labels(JsonNode answer, String layer) {
        return layer(answer, layer)
                .map(annotation -> annotation.path("label").asText())
                .toList();
    }

    private static List<String> texts(JsonNode answer, String layer) {
        return layer(answer, layer)
                .map(annotation -> annotation.path("text").asText())
                .toList();
    }

    @Test
    public void findsPersonsAndPlaces() {
        JsonNode answer = annotate(Map.of("text", SENTENCES));
        assertThat(layer(answer, "entities")
                        .map(entity -> entity.path("label").asText() + " "
                                + entity.path("text").asText()))
                .contains("person Angela Merkel", "person Tim Cook", "location Berlin");
        assertThat(layer(answer, "entities").map(entity -> entity.path("score").asDouble()))
                .allMatch(score -> score > 0 && score <= 1);
    }

    @Test
    public void makesAllLayersThatTheLanguageHasUnlessTold() {
        JsonNode answer = annotate(Map.of("text", SENTENCES));
        assertThat(answer.path("language").asText()).isEqualTo("en");
        assertThat(answer.path("offsets").asText()).isEqualTo("utf16");
        assertThat(answer.path("errors")).isEmpty();
        assertThat(answer.path("layers").fieldNames())
                .toIterable()
                .contains("language", "sentences", "tokens", "pos", "lemmas", "entities", "sentiment");
    }

    @Test
    public void splitsSentencesAndWords() {
        JsonNode answer = annotate(Map.of("text", SENTENCES));
        assertThat(texts(answer, "sentences"))
                .containsExactly(
                        "Angela Merkel met Tim Cook in Berlin on Monday.", "The talks were surprisingly pleasant.");
        assertThat(texts(answer, "tokens"))
                .containsExactly(
                        "Angela",
                        "Merkel",
                        "met",
                        "Tim",
                        "Cook",
                        "in",
                        "Berlin",
                        "on",
                        "Monday",
                        ".",
                        "The",
                        "talks",
                        "were",
                        "surprisingly",
                        "pleasant",
                        ".");
    }

    @Test
    public void givesEachWordItsPartOfSpeechAndLemma() {
        JsonNode answer = annotate(Map.of("text", SENTENCES));
        assertThat(labels(answer, "pos"))
                .hasSize(16)
                .startsWith("PROPN", "PROPN", "VERB")
                .endsWith("PUNCT");
        assertThat(texts(answer, "lemmas")).isEqualTo(texts(answer, "tokens"));
        assertThat(labels(answer, "lemmas")).contains("meet", "talk", "be");
    }

    @Test
    public void findsThatPleasantTalksArePositive() {
        assertThat(labels(annotate(Map.of("text", SENTENCES)), "sentiment"))
                .first()
                .isEqualTo("positive");
    }

    @Test
    public void offsetsAreThoseOfTheText() {
        JsonNode answer = annotate(Map.of("text", SENTENCES));
        answer.path("layers")
                .forEach(layer -> layer.forEach(annotation -> assertThat(SENTENCES.substring(
                                annotation.path("begin").asInt(),
                                annotation.path("end").asInt()))
                        .isEqualTo(annotation.path("text").asText())));
    }

    @Test
    public void namesTheGenerationAndTheTaggersThatAnswered() {
        JsonNode generation = annotate(Map.of("text", SENTENCES)).path("generation");
        assertThat(generation.path("id").asLong()).isPositive();
        assertThat(generation.path("taggers").path("entities-en").asText()).isNotEmpty();
    }

    @Test
    public void makesOnlyTheLayersAskedFor() {
        JsonNode answer = annotate(Map.of("text", SENTENCES, "layers", List.of("entities", "sentiment")));
        assertThat(answer.path("layers").fieldNames()).toIterable().containsExactly("entities", "sentiment");
    }

    @Test
    public void speaksGerman() {
        JsonNode answer = annotate(Map.of("text", GERMAN, "layers", List.of("language", "sentences", "tokens", "pos")));
        assertThat(answer.path("language").asText()).isEqualTo("de");
        assertThat(answer.path("errors")).isEmpty();
        assertThat(texts(answer, "sentences")).hasSize(2);
        assertThat(texts(answer, "tokens")).contains("Gespräche", "überraschend");
        assertThat(labels(answer, "pos")).contains("NOUN", "VERB", "DET");
    }

    @Test
    public void takesPlainText() {
        JsonNode answer = admin().post("/api/annotate?layers=tokens", "text/plain; charset=utf-8", GERMAN)
                .json(200);
        assertThat(texts(answer, "tokens")).contains("Gespräche");
    }

    @Test
    public void countsOffsetsInTheUnitAskedFor() {
        String text = "🎉 Grüße from Berlin 🇩🇪 today.";
        Map<String, BiFunction<String, Integer, Integer>> units = Map.of(
                "utf8", (s, end) -> s.substring(0, end).getBytes(StandardCharsets.UTF_8).length,
                "utf16", (s, end) -> end,
                "utf32", (s, end) -> s.codePointCount(0, end));
        units.forEach((unit, count) -> {
            JsonNode answer =
                    annotate(Map.of("text", text, "language", "en", "layers", List.of("tokens"), "offsets", unit));
            assertThat(answer.path("offsets").asText()).isEqualTo(unit);
            JsonNode berlin = layer(answer, "tokens")
                    .filter(token -> token.path("text").asText().equals("Berlin"))
                    .findFirst()
                    .orElseThrow();
            int begin = text.indexOf("Berlin");
            assertThat(berlin.path("begin").asInt()).as(unit).isEqualTo(count.apply(text, begin));
            assertThat(berlin.path("end").asInt()).as(unit).isEqualTo(count.apply(text, begin + "Berlin".length()));
        });
    }

    @Test
    public void annotatesABatchAndFailsOnlyWhatDoesNotFit() {
        JsonNode answer = admin().post(
                        "/api/annotate/batch",
                        Map.of(
                                "documents",
                                List.of(
                                        Map.of("id", "good", "text", SENTENCES),
                                        Map.of("id", "empty", "text", ""),
                                        Map.of("id", "german", "text", GERMAN)),
                                "layers",
                                List.of("tokens")))
                .json(200);
        assertThat(ids(answer.path("documents"))).containsExactly("good", "german");
        assertThat(answer.path("documents").get(1).path("language").asText()).isEqualTo("de");
        assertThat(ids(answer.path("errors"))).containsExactly("empty");
    }

    private static List<String> ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(document -> document.path("id").asText())
                .toList();
    }

    @Test
    public void listsTaggersAndPipelines() {
        JsonNode taggers = admin().get("/api/taggers").json(200);
        assertThat(taggers.path("taggers").findValuesAsText("name"))
                .contains("language", "tokens-en", "tokens-de", "entities-en", "sentiment-en");
        JsonNode tagger = admin().get("/api/taggers/entities-en").json(200);
        assertThat(tagger.path("state").asText()).isEqualTo("serving");
        assertThat(tagger.path("produces").get(0).asText()).isEqualTo("entities");
        JsonNode pipelines = admin().get("/api/pipelines").json(200);
        assertThat(pipelines.path("pipelines").findValuesAsText("language")).contains("en", "de");
    }

    @Test
    public void refusesAnEmptyText() {
        JsonNode problem = admin().post("/api/annotate", Map.of("text", "")).problem(422);
        assertThat(problem.at("/errors/0/loc").toString()).isEqualTo("[\"body\",\"text\"]");
        admin().post("/api/annotate", "text/plain", "").problem(422);
    }

    @Test
    public void refusesHalfASurrogatePair() {
        JsonNode problem = admin().post("/api/annotate", "application/json", "{\"text\":\"half \\ud83d of it\"}")
                .problem(422);
        assertThat(problem.at("/errors/0/loc/1").asText()).isEqualTo("text");
    }

    @Test
    public void refusesBytesThatAreNoText() {
        Answer answer = admin().post("/api/annotate", "text/plain", new byte[] {'a', (byte) 0xC3, (byte) 0x28});
        assertThat(answer.status()).isIn(400, 422);
        answer.problem(answer.status());
    }

    @Test
    public void annotatesWhateverCharactersATextHas() {
        Map.of(
                        "emoji", "👩‍👩‍👧‍👦 went to 🗽 with 🐕‍🦺. 🙂🙂🙂",
                        "right to left", "التقت أنغيلا ميركل تيم كوك في برلين. שלום עולם.",
                        "NUL", "Angela Merkel\u0000met\u0000Tim Cook.",
                        "blank", " \n\t ",
                        "combining", "e\u0301".repeat(200),
                        "controls", "\u0001\u0002\u001f\u007f\u0085\u2028 text \ufeff")
                .forEach((what, text) -> {
                    JsonNode answer = annotate(Map.of("text", text, "language", "en"));
                    assertThat(answer.path("errors")).as(what).isEmpty();
                    answer.path("layers")
                            .forEach(layer -> layer.forEach(annotation -> assertThat(text.substring(
                                            annotation.path("begin").asInt(),
                                            annotation.path("end").asInt()))
                                    .as(what)
                                    .isEqualTo(annotation.path("text").asText())));
                });
    }

    @Test
    public void annotatesAMegabyteOfOneWord() {
        Answer answer = admin().post("/api/annotate", Map.of("text", "a".repeat(1_000_000)));
        JsonNode json = answer.json(200);
        assertThat(json.path("layers").size() + json.path("errors").size()).isPositive();
    }

    @Test
    public void refusesATextOverTheLimitAndABodyOverTheLimit() {
        assertThat(admin().post("/api/annotate", Map.of("text", "a".repeat(1_000_001)))
                        .problem(413)
                        .path("detail")
                        .asText())
                .contains("1000000");
        admin().post("/api/annotate", "application/json", new byte[9 * 1024 * 1024])
                .problem(413);
    }

    @Test
    public void namesTheLayerThatNobodyHas() {
        JsonNode problem = admin().post(
                        "/api/annotate", Map.of("text", "Hello.", "layers", List.of("tokens", "sentimnt")))
                .problem(422);
        assertThat(problem.at("/errors/0/loc").toString()).isEqualTo("[\"body\",\"layers\",1]");
        assertThat(problem.at("/errors/0/msg").asText()).contains("sentimnt", "sentiment");
    }

    @Test
    public void namesTheLanguageThatNobodySpeaks() {
        assertThat(admin().post("/api/annotate", Map.of("text", "Hello.", "language", "tlh"))
                        .problem(422)
                        .at("/errors/0/msg")
                        .asText())
                .contains("tlh", "en");
    }

    @Test
    public void saysAllThatIsWrongAtOnce() {
        JsonNode problem = admin().post("/api/annotate", Map.of("txt", "Hello.", "layers", "tokens", "offsets", "utf7"))
                .problem(422);
        assertThat(problem.path("errors").findValuesAsText("type"))
                .contains("missing", "extra_forbidden", "list_type", "enum");
    }

    @Test
    public void refusesWhatIsNoJson() {
        Stream.of(
                        "",
                        "{",
                        "{\"text\":\"a\"",
                        "{\"text\":\"a\"} x",
                        "text=a",
                        "\u0000",
                        "{\"text\":\"a\",\"text\":\"b\"}")
                .forEach(body -> {
                    Answer answer = admin().post("/api/annotate", "application/json", body);
                    assertThat(answer.status())
                            .as("%s: %s", body, answer.body())
                            .isIn(400, 422);
                    answer.problem(answer.status());
                });
        Stream.of("null", "[]", "\"a\"", "17", "{}")
                .forEach(body ->
                        admin().post("/api/annotate", "application/json", body).problem(422));
    }

    @Test
    public void refusesDeepJson() {
        String deep = "[".repeat(100_000);
        admin().post("/api/annotate", "application/json", deep).problem(400);
    }

    @Test
    public void refusesAContentTypeThatItDoesNotRead() {
        admin().post("/api/annotate", "application/xml", "<text/>").problem(415);
        admin().post("/api/annotate", "application/x-www-form-urlencoded", "text=a")
                .problem(415);
    }

    @Test
    public void asksForAnAccount() {
        Answer nobody = nobody().post("/api/annotate", Map.of("text", "Hello."));
        nobody.problem(401);
        assertThat(nobody.header("WWW-Authenticate")).startsWith("Basic");
        nobody().as("admin", "wrong password")
                .post("/api/annotate", Map.of("text", "Hello."))
                .problem(401);
        nobody().as("nobody", PASSWORD).get("/api/taggers").problem(401);
        nobody().as("admin", "").get("/api/taggers").problem(401);
        nobody().get("/nowhere").problem(401);
    }

    /** Each line of texts.jsonl is a text, with what a careful reader would say of it. */
    @Test
    public void answersAsACarefulReader() throws Exception {
        List<String> wrong = new ArrayList<>();
        int right = 0;
        try (InputStream in = AnnotateIT.class.getResourceAsStream("texts.jsonl")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                JsonNode expected = JSON.readTree(line);
                for (String layer : List.of("language", "sentences", "tokens")) {
                    if (expected.has(layer)) {
                        String said = said(expected.path("text").asText(), layer);
                        if (said.equals(expected.path(layer).toString())) {
                            right++;
                        } else {
                            wrong.add(line + " but " + layer + " is " + said);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(right).isGreaterThan(140);
    }

    private String said(String text, String layer) {
        JsonNode answer = annotate(Map.of("text", text, "layers", List.of(layer)));
        List<String> said = layer.equals("language") ? labels(answer, layer) : texts(answer, layer);
        JsonNode json = JSON.valueToTree(said);
        return (layer.equals("language") ? json.get(0) : json).toString();
    }

    @Test
    public void findsNamesInGerman() {
        JsonNode answer = annotate(Map.of("text", "Frau Schmidt arbeitet bei der Muster GmbH in Wien."));
        assertThat(layer(answer, "entities")
                        .map(entity -> entity.path("label").asText() + " "
                                + entity.path("text").asText()))
                .containsExactly("person Schmidt", "organisation Muster GmbH", "location Wien");
    }

    @Test
    public void healthNeedsNoAccount() {
        assertThat(nobody().get("/api/health/live").json(200).path("status").asText())
                .isEqualTo("up");
        assertThat(nobody().get("/api/health/ready").json(200).path("status").asText())
                .isEqualTo("up");
    }

    @Test
    public void saysWhatIsNotThere() {
        admin().get("/api/nowhere").problem(404);
        admin().get("/nowhere").problem(404);
        assertThat(admin().get("/api/taggers/sentimnt-en")
                        .problem(404)
                        .path("detail")
                        .asText())
                .contains("sentimnt-en", "sentiment-en");
    }

    @Test
    public void saysWhichMethodsAPathTakes() {
        Answer answer = admin().get("/api/annotate");
        answer.problem(405);
        assertThat(answer.header("Allow")).contains("POST");
        admin().delete("/api/taggers").problem(405);
        admin().send("PATCH", "/api/annotate", Map.of(), BodyPublishers.noBody())
                .problem(405);
    }
}
