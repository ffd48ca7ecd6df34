package io.bouquet.tagging.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.web.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggersResourceTest {
    private final StubBroker broker = new StubBroker();
    private final TaggersResource resource = new TaggersResource(StubBroker.annotator(broker));

    @Test
    void showsTaggersWithTheirBundles() {
        broker.taggers.add(info("sentiment-en", "1.0.0", State.SERVING, ""));
        JsonNode tagger =
                new JsonMapper().valueToTree(resource.taggers()).path("taggers").path(0);
        assertThat(tagger.path("state").asText()).isEqualTo("serving");
        assertThat(tagger.path("bundle").path("id").asInt()).isEqualTo(42);
        assertThat(tagger.has("reason")).isFalse();
        assertThat(resource.taggers().generation()).isEqualTo(3);
    }

    @Test
    void showsTheOneOfSeveralVersionsThatServes() {
        broker.taggers.add(info("sentiment-en", "2.0.0", State.WAITING, "needs tokens"));
        broker.taggers.add(info("sentiment-en", "1.0.0", State.SERVING, ""));
        assertThat(resource.tagger("sentiment-en").version()).isEqualTo("1.0.0");
    }

    @Test
    void namesWhatACallerMayHaveMeant() {
        broker.taggers.add(info("sentiment-en", "1.0.0", State.SERVING, ""));
        broker.taggers.add(info("pos-en", "1.0.0", State.SERVING, ""));
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> resource.tagger("sentimnt-en"));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.detail())
                .isEqualTo("no tagger named 'sentimnt-en'; near: sentiment-en; there are: sentiment-en, pos-en");
        assertThat(NearNames.isNear("sentiment", "sentiment-en")).isTrue();
        assertThat(NearNames.isNear("x".repeat(100_000), "sentiment-en")).isFalse();
    }

    @Test
    void showsThePipelineOfEachLanguage() {
        assertThat(resource.taggers().taggers()).isEmpty();
        assertThat(new PipelinesResource(StubBroker.annotator(broker))
                        .pipelines()
                        .pipelines())
                .extracting(PipelinesResource.Pipeline::language)
                .containsExactly(null, "de", "en");
    }

    private static TaggerInfo info(String name, String version, State state, String reason) {
        return new TaggerInfo(
                name, version, List.of(), List.of("x"), List.of("en"), "", "com.example.bundle", 42, state, reason);
    }
}
