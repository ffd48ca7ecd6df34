package io.bouquet.tagging.engine;

import static io.bouquet.tagging.engine.TaggerFixture.tagger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaggersHealthCheckTest {
    private final DefaultBroker broker = new DefaultBroker(new EngineLimits(1, 1, Duration.ofSeconds(5), 1, 100));
    private final TaggersHealthCheck check = new TaggersHealthCheck(List.of("tokens", "pos"), broker);

    @AfterEach
    void close() {
        broker.deactivate();
    }

    @Test
    void isNotReadyWithoutTaggers() {
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
        assertThat(check.execute()).asString().contains("no tagger serves");
    }

    @Test
    void namesTheLayerThatIsMissingAndTheTaggerThatWaits() {
        broker.registry().install(tagger("tokens").installed());
        broker.registry().install(tagger("pos").requires("sentences").installed());
        assertThat(check.execute().isOk()).isFalse();
        assertThat(check.execute())
                .asString()
                .contains("no tagger produces the layer 'pos'")
                .contains("no tagger produces the layer 'sentences'");
    }

    @Test
    void isReadyWhenEachRequiredLayerHasATagger() {
        broker.registry().install(tagger("tokens").installed());
        broker.registry().install(tagger("pos").requires("tokens").installed());
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
    }
}
