package io.bouquet.tagging.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.bouquet.jobs.InputError;
import io.bouquet.jobs.spi.ItemException;
import io.bouquet.jobs.spi.ItemProcessor;
import io.bouquet.jobs.spi.NotReadyException;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.UnknownLanguageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AnnotateJobsTest {
    private final StubBroker broker = new StubBroker();
    private final BrokerAnnotator annotator = StubBroker.annotator(broker);
    private final AnnotateJobs kind = new AnnotateJobs(annotator);

    @Test
    void annotatesTheDocumentsOfAChunkByOneLease() {
        try (ItemProcessor chunk = kind.open(Map.of("layers", "tokens, entities", "language", "EN", "key", "k"))) {
            Map<String, ?> result = chunk.process(Map.of("text", "Grüße", "id", "a", "column", "ignored"));
            chunk.process(Map.of("text", "Hallo", "language", "de", "key", "own"));
            assertThat(broker.held).isOne();
            assertThat(result.get("generation")).isEqualTo(Map.of("id", 3L, "taggers", Map.of()));
            assertThat(result.get("layers"))
                    .isEqualTo(
                            Map.of("tokens", List.of(Map.of("begin", 0, "end", 5, "text", "Grüße", "label", "token"))));
        }
        assertThat(broker.held).isZero();
        assertThat(broker.leased).containsExactly(List.of("tokens", "entities"));
        assertThat(broker.asked)
                .containsExactly(
                        new AnnotationRequest("Grüße", List.of("tokens", "entities"), "en", "k"),
                        new AnnotationRequest("Hallo", List.of("tokens", "entities"), "de", "own"));
    }

    @Test
    void saysAllThatDoesNotFit() {
        assertThat(kind.checkParameters(Map.of("layers", List.of("tokens,tokns"), "offsets", "bytes", "layer", "x")))
                .extracting(InputError::type, InputError::loc)
                .containsExactlyInAnyOrder(
                        tuple("enum", List.of("layers", 1)),
                        tuple("enum", List.of("offsets")),
                        tuple("extra_forbidden", List.of("layer")));
        assertThat(kind.checkParameters(Map.of("layers", "entities", "language", "de")))
                .extracting(InputError::loc)
                .containsExactly(List.of("layers", 0));
        assertThat(kind.checkParameters(Map.of())).isEmpty();
        assertThat(kind.checkItem(Map.of("text", "a".repeat(101), "language", "xx")))
                .extracting(InputError::type, InputError::loc)
                .containsExactly(tuple("string_too_long", List.of("text")), tuple("enum", List.of("language")));
        assertThat(kind.checkItem(Map.of("id", 7)))
                .extracting(InputError::type, InputError::loc)
                .containsExactly(tuple("missing", List.of("text")));
    }

    @Test
    void takesEmptyColumnsAsMissing() {
        Map<String, Object> item = new HashMap<>(Map.of("text", "hi", "language", ""));
        item.put("key", null);
        assertThat(kind.checkItem(item)).isEmpty();
        try (ItemProcessor chunk = kind.open(Map.of())) {
            chunk.process(item);
        }
        assertThat(broker.asked).containsExactly(new AnnotationRequest("hi"));
    }

    @Test
    void waitsWhileThereIsTooMuchToDo() {
        broker.refusal = request -> StubBroker.overloaded();
        try (ItemProcessor chunk = kind.open(Map.of())) {
            NotReadyException wait =
                    catchThrowableOfType(NotReadyException.class, () -> chunk.process(Map.of("text", "hi")));
            assertThat(wait.retryAfterSeconds()).isEqualTo(2);
        }
    }

    @Test
    void waitsForTaggersThatAreReplacedRemovedOrSuspended() {
        broker.noLease = () -> new AwaitedTaggerException("tokens-en", 10, 2);
        assertThatThrownBy(() -> kind.open(Map.of())).isInstanceOf(NotReadyException.class);
        broker.noLease = () -> null;
        broker.areEntitiesGone = true;
        assertThatThrownBy(() -> kind.open(Map.of("layers", "entities")))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("'entities'");
        assertThatThrownBy(() -> kind.open(Map.of("language", "de")))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("'de'");
        broker.areEntitiesGone = false;
        broker.errors = List.of(new LayerError("tokens", "tokens-en", LayerError.Type.SUSPENDED, "failed too often"));
        try (ItemProcessor chunk = kind.open(Map.of())) {
            assertThatThrownBy(() -> chunk.process(Map.of("text", "hi")))
                    .isInstanceOf(NotReadyException.class)
                    .hasMessageContaining("suspended");
        }
        annotator.broker = null;
        assertThatThrownBy(() -> kind.open(Map.of())).isInstanceOf(NotReadyException.class);
        assertThat(broker.held).isZero();
    }

    @Test
    void failsOnlyTheDocumentWhoseOwnLanguageHasNoTaggers() {
        broker.refusal = request -> new UnknownLanguageException(request.language(), new TreeSet<>(List.of("en")));
        try (ItemProcessor chunk = kind.open(Map.of())) {
            assertThatThrownBy(() -> chunk.process(Map.of("text", "hi", "language", "de")))
                    .isInstanceOf(ItemException.class);
            assertThatThrownBy(() -> chunk.process(Map.of("text", "hi"))).isInstanceOf(NotReadyException.class);
        }
    }

    @Test
    void keepsNoAnswerThatAnInterruptHasCutShort() {
        try (ItemProcessor chunk = kind.open(Map.of())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> chunk.process(Map.of("text", "hi"))).isInstanceOf(NotReadyException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
