package io.bouquet.tagging.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.TimeLimitException;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchDocument;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchError;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotateResourceTest {
    private final JsonMapper json = new JsonMapper();
    private final StubBroker broker = new StubBroker();
    private final BrokerAnnotator annotator = StubBroker.annotator(broker);
    private final AnnotateResource resource = new AnnotateResource(annotator);

    @Test
    void asksForAllLayersAndTheLanguageWhereOnlyATextIsSent() throws Exception {
        AnnotateAnswer answer = resource.annotate(null, tree("{'text':'hi'}"));
        assertThat(broker.asked).containsExactly(new AnnotationRequest("hi"));
        assertThat(answer.offsets()).isEqualTo("utf16");
        assertThat(answer.generation().id()).isEqualTo(3);
    }

    @Test
    void asksForWhatIsSent() throws Exception {
        resource.annotate(
                null,
                tree(
                        "{'text':'hi','layers':['entities','tokens','entities'],'language':'EN','offsets':'utf8','key':'k'}"));
        assertThat(broker.asked).containsExactly(new AnnotationRequest("hi", List.of("entities", "tokens"), "en", "k"));
    }

    @Test
    void takesPlainTextWithItsOptionsInTheQuery() {
        AnnotateAnswer answer =
                resource.annotate("Grüße", List.of("tokens, entities"), "en", "utf8", "k", Duration.ZERO);
        assertThat(broker.asked)
                .containsExactly(new AnnotationRequest("Grüße", List.of("tokens", "entities"), "en", "k"));
        assertThat(answer.layers().get("tokens").get(0).end()).isEqualTo(7);
    }

    @Test
    void saysAllThatDoesNotFitAtOnce() {
        assertThat(
                        errors(
                                "{'text':'','layers':['tokens','tokns',5],'language':'xx','offsets':'bytes','layer':1,'key':5}"))
                .extracting(FieldError::type, FieldError::loc)
                .containsExactlyInAnyOrder(
                        tuple("string_too_short", List.of("body", "text")),
                        tuple("enum", List.of("body", "layers", 1)),
                        tuple("string_type", List.of("body", "layers", 2)),
                        tuple("enum", List.of("body", "language")),
                        tuple("enum", List.of("body", "offsets")),
                        tuple("string_type", List.of("body", "key")),
                        tuple("extra_forbidden", List.of("body", "layer")));
        assertThat(broker.asked).isEmpty();
    }

    @Test
    void saysWhatThereIsWhereALayerIsUnknown() {
        FieldError error = errors("{'text':'hi','layers':['tokns']}").get(0);
        assertThat(error.ctx()).containsEntry("expected", "entities, language, tokens");
        assertThat(error.input()).isEqualTo("tokns");
    }

    @Test
    void saysWhereOptionsInTheQueryDoNotFit() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class,
                () -> resource.annotate("", List.of("tokens,x"), "yy", null, null, Duration.ZERO));
        assertThat(refused.errors())
                .extracting(FieldError::loc)
                .containsExactly(List.of("body"), List.of("query", "layers", 1), List.of("query", "language"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'text':null}", "{'text':5}", "{'text':['a']}", "[]", "'text'", "7"})
    void refusesABodyWithoutAText(String body) {
        assertThat(errors(body)).hasSize(1);
    }

    @Test
    void refusesHalfASurrogatePairAndSaysWhere() {
        for (String text : List.of("ab\\ud83d", "ab\\ude00c", "ab\\ude00\\ud83d")) {
            FieldError error = errors("{'text':'" + text + "'}").get(0);
            assertThat(error.type()).isEqualTo("string_unicode");
            assertThat(error.ctx()).containsEntry("position", 2);
        }
    }

    @Test
    void takesEverythingElseThatUnicodeHas() throws Exception {
        for (String text : List.of("\\ud83d\\ude00", "مرحبا", "a\\u0000b", " ", "e\\u0301", "\\uffff")) {
            resource.annotate(null, tree("{'text':'" + text + "'}"));
        }
        assertThat(broker.asked).hasSize(6);
    }

    @Test
    void limitsTheKeyOfACanary() {
        FieldError error =
                errors("{'text':'hi','key':'" + "k".repeat(201) + "'}").get(0);
        assertThat(error.type()).isEqualTo("string_too_long");
        assertThat(error.loc()).isEqualTo(List.of("body", "key"));
    }

    @Test
    void countsTheLimitOfATextInCharacters() throws Exception {
        resource.annotate(null, tree("{'text':'" + "😀".repeat(100) + "'}"));
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> resource.annotate(null, tree("{'text':'" + "😀".repeat(101) + "'}")));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.detail()).contains("100 characters");
    }

    @Test
    void refusesWhatWentBetweenTheCheckAndTheRun() {
        broker.refusal = request -> new UnknownLayerException("entities", "en", List.of("tokens"));
        FieldError layer =
                errors("{'text':'hi','layers':['tokens','entities']}").get(0);
        assertThat(layer.loc()).isEqualTo(List.of("body", "layers", 1));
        broker.refusal = request -> new UnknownLanguageException("en", List.of("de"));
        FieldError language = errors("{'text':'hi','language':'en'}").get(0);
        assertThat(language.loc()).isEqualTo(List.of("body", "language"));
    }

    @Test
    void asksToComeBackWhereThereIsTooMuchToDo() {
        broker.refusal = request -> StubBroker.overloaded();
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> resource.annotate(null, tree("{'text':'hi'}")));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfterSeconds()).isEqualTo(2);
    }

    @Test
    void asksToComeBackWhereATaggerIsBeingReplaced() {
        broker.refusal = request -> new AwaitedTaggerException("tokens-en", 10, 2);
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> resource.annotate(null, tree("{'text':'hi'}")));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfterSeconds()).isEqualTo(2);
        assertThat(refused.detail()).contains("'tokens-en' is being replaced");
    }

    @Test
    void asksToComeBackWithABatchWhereATaggerIsBeingReplaced() {
        broker.noLease = () -> new AwaitedTaggerException("tokens-en", 10, 2);
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> batch("{'documents':[{'id':'a','text':'hi'}]}"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfterSeconds()).isEqualTo(2);
    }

    @Test
    void answersABatchWithOneLeaseAndLetsItGo() throws Exception {
        batch("{'documents':[{'id':'a','text':'hi'},{'id':'b','text':'you'}],'layers':['tokens']}");
        assertThat(broker.leased).containsExactly(List.of("tokens"));
        assertThat(broker.held).isZero();
        broker.refusal = request -> {
            throw new IllegalStateException("the engine is broken");
        };
        catchThrowableOfType(IllegalStateException.class, () -> batch("{'documents':[{'id':'a','text':'hi'}]}"));
        assertThat(broker.held).isZero();
    }

    @Test
    void asksToComeBackWhileThereIsNoBroker() {
        AnnotateResource early = new AnnotateResource(StubBroker.annotator(null));
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> early.annotate(null, tree("{'text':'hi'}")));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfterSeconds()).isPositive();
    }

    @Test
    void readsPlainTextInTheCharsetThatItIsIn() {
        assertThat(AnnotateResource.decode("ü".getBytes(StandardCharsets.ISO_8859_1), "iso-8859-1"))
                .isEqualTo("ü");
        assertThat(AnnotateResource.decode("ü😀".getBytes(StandardCharsets.UTF_8), null))
                .isEqualTo("ü😀");
    }

    @Test
    void refusesPlainTextThatIsNotInItsCharset() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> AnnotateResource.decode("ü".getBytes(StandardCharsets.ISO_8859_1), null));
        assertThat(refused.errors()).extracting(FieldError::type).containsExactly("string_unicode");
    }

    @Test
    void theTimeOfARequestReachesTheBroker() throws Exception {
        resource.annotate("2.5", tree("{'text':'hi'}"));
        assertThat(broker.asked.get(0).timeLimit()).isEqualTo(Duration.ofMillis(2_500));
        BatchRun.of(
                        annotator,
                        tree("{'documents':[{'id':'a','text':'hi'},{'id':'b','text':'hi'}]}"),
                        Duration.ofSeconds(9))
                .run(new BatchAnswer(new ArrayList<>(), new ArrayList<>()));
        assertThat(broker.asked.get(1).timeLimit()).isLessThanOrEqualTo(Duration.ofSeconds(9));
        assertThat(broker.asked.get(2).timeLimit())
                .isBetween(Duration.ofSeconds(1), broker.asked.get(1).timeLimit());
        broker.refusal = request -> new TimeLimitException();
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> resource.annotate("1", tree("{'text':'hi'}")));
        assertThat(refused.status()).isEqualTo(504);
        assertThat(batch("{'documents':[{'id':'a','text':'hi'}]}").errors())
                .extracting(BatchError::type)
                .containsExactly("timed_out");
        assertThat(catchThrowableOfType(ProblemException.class, () -> resource.annotate("soon", tree("{'text':'hi'}")))
                        .errors())
                .extracting(FieldError::loc)
                .containsExactly(List.of("header", "Request-Timeout"));
    }

    @Test
    void annotatesABatchInItsOrder() throws Exception {
        BatchAnswer answer =
                batch("{'documents':[{'id':'b','text':'hi'},{'id':'a','text':'du','language':'de','key':'own'}],"
                        + "'language':'en','layers':['tokens'],'offsets':'utf32','key':'all'}");
        assertThat(answer.errors()).isEmpty();
        assertThat(answer.documents()).extracting(BatchDocument::id).containsExactly("b", "a");
        assertThat(broker.asked)
                .containsExactly(
                        new AnnotationRequest("hi", List.of("tokens"), "en", "all"),
                        new AnnotationRequest("du", List.of("tokens"), "de", "own"));
        JsonNode first = json.valueToTree(answer.documents().get(0));
        assertThat(first.path("id").asText()).isEqualTo("b");
        assertThat(first.path("offsets").asText()).isEqualTo("utf32");
        assertThat(first.path("layers").path("tokens").path(0).path("text").asText())
                .isEqualTo("hi");
    }

    @Test
    void doesNotFailABatchForOneDocument() throws Exception {
        BatchAnswer answer = batch("{'documents':[7,{'id':'a','text':'hi'},{'id':'a','text':'hi'},{'text':'hi'},"
                + "{'id':'e','text':''},{'id':'l','text':'hi','language':'xx','layers':[]},"
                + "{'id':'long','text':'" + "x".repeat(101)
                + "'},{'id':'\\ud800','text':'hi'},{'id':'z','text':'hi'}]}");
        assertThat(answer.documents()).extracting(BatchDocument::id).containsExactly("a", "z");
        assertThat(answer.errors())
                .extracting(BatchError::id, BatchError::index, BatchError::type)
                .containsExactlyInAnyOrder(
                        tuple(null, 0, "model_attributes_type"),
                        tuple("a", 2, "value_error"),
                        tuple(null, 3, "missing"),
                        tuple("e", 4, "string_too_short"),
                        tuple("l", 5, "enum"),
                        tuple("l", 5, "extra_forbidden"),
                        tuple("long", 6, "string_too_long"),
                        tuple(null, 7, "string_unicode"));
    }

    @Test
    void saysWhichDocumentsFoundTheBrokerTooBusy() throws Exception {
        broker.refusal = request -> request.text().equals("busy") ? StubBroker.overloaded() : null;
        BatchAnswer answer = batch("{'documents':[{'id':'a','text':'busy'},{'id':'b','text':'hi'}]}");
        assertThat(answer.documents()).extracting(BatchDocument::id).containsExactly("b");
        assertThat(answer.errors()).extracting(BatchError::type).containsExactly("unavailable");
    }

    @Test
    void refusesABatchThatDoesNotFitAsAWhole() {
        assertThat(batchErrors("{'documents':[],'layers':['x'],'offsets':'y','more':1}"))
                .extracting(FieldError::type)
                .containsExactlyInAnyOrder("too_short", "enum", "enum", "extra_forbidden");
        assertThat(batchErrors("{}")).extracting(FieldError::type).containsExactly("missing");
        assertThat(batchErrors("{'documents':{}}")).extracting(FieldError::type).containsExactly("list_type");
        assertThat(batchErrors("[]")).extracting(FieldError::type).containsExactly("model_attributes_type");
    }

    @Test
    void finishesABatchOnTheGenerationThatItBeganWith() throws Exception {
        broker.refusal = request -> {
            broker.areEntitiesGone = true;
            return null;
        };
        BatchAnswer answer = batch("{'documents':[{'id':'a','text':'hi'},{'id':'b','text':'hi'}],"
                + "'language':'en','layers':['entities']}");
        assertThat(answer.errors()).isEmpty();
        assertThat(answer.documents()).hasSize(2);
    }

    @Test
    void refusesABatchOfTooManyCharacters() {
        String documents = IntStream.range(0, 10)
                .mapToObj(i -> "{'id':'" + i + "','text':'" + "x".repeat(101) + "'}")
                .collect(Collectors.joining(","));
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> batch("{'documents':[" + documents + "]}"));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.detail()).contains("1010", "1000");
    }

    @Test
    void asksToComeBackWhereTooManyBatchesAreUnderWay() throws Exception {
        broker.refusal = request -> {
            broker.refusal = again -> {
                ProblemException third = catchThrowableOfType(
                        ProblemException.class, () -> batch("{'documents':[{'id':'c','text':'hi'}]}"));
                assertThat(third.status()).isEqualTo(503);
                assertThat(third.retryAfterSeconds()).isPositive();
                return null;
            };
            assertThatCode(() -> batch("{'documents':[{'id':'b','text':'hi'}]}"))
                    .doesNotThrowAnyException();
            return null;
        };
        assertThat(batch("{'documents':[{'id':'a','text':'hi'}]}").documents()).hasSize(1);
        broker.refusal = request -> null;
        assertThat(batch("{'documents':[{'id':'d','text':'hi'}]}").documents()).hasSize(1);
    }

    @Test
    void writesABatchDocumentByDocument() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        resource.annotateAll(
                        null, tree("{'documents':[{'id':'a','text':'hi'},{'id':'b','text':''}],'layers':['tokens']}"))
                .write(out);
        JsonNode answer = json.readTree(out.toByteArray());
        assertThat(answer.path("documents")).hasSize(1);
        assertThat(answer.path("documents").get(0).path("id").asText()).isEqualTo("a");
        assertThat(answer.path("errors")).hasSize(1);
        assertThat(answer.path("errors").get(0).path("id").asText()).isEqualTo("b");
    }

    @Test
    void annotatesNoMoreOfABatchWhoseClientHasLeft() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("closed");
            }
        };
        String text = "x".repeat(100);
        String documents = IntStream.range(0, 10)
                .mapToObj(i -> "{'id':'" + "i".repeat(190) + i + "','text':'" + text + "'}")
                .collect(Collectors.joining(","));
        assertThatThrownBy(() -> resource.annotateAll(null, tree("{'documents':[" + documents + "]}"))
                        .write(gone))
                .isInstanceOf(IOException.class);
        assertThat(broker.held).isZero();
    }

    @Test
    void refusesABatchOfTooManyDocuments() {
        String documents = String.join(",", Collections.nCopies(11, "{'id':'a','text':'hi'}"));
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> batch("{'documents':[" + documents + "]}"));
        assertThat(refused.status()).isEqualTo(413);
    }

    /** What a batch is answered. */
    private record BatchAnswer(List<BatchDocument> documents, List<BatchError> errors) implements BatchRun.Answer {
        @Override
        public void add(BatchDocument document) {
            documents.add(document);
        }

        @Override
        public void add(BatchError error) {
            errors.add(error);
        }

        @Override
        public void end() {}
    }

    private BatchAnswer batch(String body) throws IOException {
        BatchAnswer answer = new BatchAnswer(new ArrayList<>(), new ArrayList<>());
        BatchRun.of(annotator, tree(body), Duration.ZERO).run(answer);
        return answer;
    }

    private List<FieldError> batchErrors(String body) {
        return catchThrowableOfType(ProblemException.class, () -> batch(body)).errors();
    }

    private List<FieldError> errors(String body) {
        return catchThrowableOfType(ProblemException.class, () -> resource.annotate(null, tree(body)))
                .errors();
    }

    private JsonNode tree(String body) throws JsonProcessingException {
        return json.readTree(body.replace('\'', '"'));
    }
}
