package io.bouquet.tagging.engine;

import static io.bouquet.tagging.engine.TaggerFixture.tagger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.UnknownLayerException;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefaultPoliciesTest {
    private final DefaultBroker broker = new DefaultBroker(new EngineLimits(1, 8, Duration.ofSeconds(10), 1, 10_000));
    private final ConfigurationsInMemory configurations = new ConfigurationsInMemory();
    private DefaultPolicies policies = policies();

    private DefaultPolicies policies() {
        DefaultPolicies read = new DefaultPolicies(broker, configurations);
        configurations.listener(read);
        return read;
    }

    @BeforeEach
    void install() {
        broker.registry().install(tagger("other").installed());
        broker.registry().install(tagger("tokens").version("1.0.0").installed());
        broker.registry().install(tagger("tokens").version("1.1.0").installed());
    }

    @AfterEach
    void close() {
        broker.deactivate();
    }

    @Test
    void letsTheNewestServeWhereNothingIsSaid() {
        assertThat(policies.of("tokens")).isEqualTo(Policy.LATEST);
        assertThat(policies.all()).isEmpty();
        assertThat(serves()).isEqualTo("1.1.0");
    }

    @Test
    void servesAsSetWhenSetReturnsAndIsWritten() {
        policies.set(Map.of("tokens", Policy.pinned("1.0.0")));
        assertThat(serves()).isEqualTo("1.0.0");
        assertThat(configurations.properties("io.bouquet.tagging.policy~tokens"))
                .containsEntry("tagger", "tokens")
                .containsEntry("policy", "pinned")
                .containsEntry("version", "1.0.0");
    }

    @Test
    void setsSeveralInOneGeneration() {
        broker.registry().install(tagger("pos").version("1.0.0").installed());
        broker.registry().install(tagger("pos").version("1.1.0").installed());
        long before = broker.generation();
        policies.set(Map.of("tokens", Policy.pinned("1.0.0"), "pos", Policy.pinned("1.0.0")));
        assertThat(broker.generation()).isEqualTo(before + 1);
    }

    @Test
    void readsAfterARestartWhatWasSet() {
        policies.set(Map.of("tokens", Policy.canary("1.0.0", "1.1.0", 30)));
        broker.registry().policies(Map.of("tokens", Policy.LATEST));
        policies = policies();
        assertThat(policies.of("tokens")).isEqualTo(Policy.canary("1.0.0", "1.1.0", 30));
    }

    @Test
    void isNotLedAstrayByWhatConfigAdminTellsLate() {
        policies.set(Map.of("tokens", Policy.pinned("1.0.0")));
        policies.set(Map.of("tokens", Policy.pinned("1.1.0")));
        policies.set(Map.of("tokens", Policy.LATEST));
        policies.set(Map.of("tokens", Policy.pinned("1.0.0")));
        configurations.tell();
        assertThat(policies.of("tokens")).isEqualTo(Policy.pinned("1.0.0"));
        assertThat(serves()).isEqualTo("1.0.0");
    }

    @Test
    void takesWhatAnOperatorWritesByHandAndTakesBack() {
        policies.updated("io.bouquet.tagging.policy~x", written("pinned", "1.0.0"));
        assertThat(serves()).isEqualTo("1.0.0");
        policies.deleted("io.bouquet.tagging.policy~x");
        assertThat(serves()).isEqualTo("1.1.0");
    }

    @Test
    void keepsThePolicyWhereWhatIsWrittenMakesNoSense() {
        policies.updated("io.bouquet.tagging.policy~x", written("pinned", "1.0.0"));
        policies.updated("io.bouquet.tagging.policy~x", written("pinnned", "1.1.0"));
        policies.updated("io.bouquet.tagging.policy~x", written("pinned", ""));
        policies.updated("io.bouquet.tagging.policy~x", new Hashtable<>());
        assertThat(serves()).isEqualTo("1.0.0");
    }

    @Test
    void refusesVersionsThatAreNotThereOrFailed() {
        assertThatThrownBy(() -> policies.set(Map.of("tokens", Policy.pinned("9.9.9"))))
                .hasMessageContaining("9.9.9")
                .hasMessageContaining("1.0.0, 1.1.0");
        assertThatThrownBy(() -> policies.set(Map.of("token", Policy.LATEST))).hasMessageContaining("'token'");
        InstalledTagger failed = tagger("tokens").version("2.0.0").installed();
        failed.progress(InstalledTagger.Progress.now(State.FAILED));
        broker.registry().install(failed);
        assertThatThrownBy(() -> policies.set(Map.of("tokens", Policy.pinned("2.0.0"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("failed");
    }

    @Test
    void servesNoneWhereTheOneThatIsPinnedGoes() {
        InstalledTagger pinned = tagger("tokens").version("3.0.0").installed();
        broker.registry().install(pinned);
        policies.set(Map.of("tokens", Policy.pinned("3.0.0")));
        broker.registry().remove(pinned.serviceId());
        assertThatThrownBy(this::serves).isInstanceOf(UnknownLayerException.class);
        assertThat(broker.taggers())
                .filteredOn(tagger -> tagger.version().equals("1.1.0"))
                .extracting(TaggerInfo::reason)
                .containsExactly("the policy wants version 3.0.0, which is not there");
    }

    @Test
    void promotesTheCandidateOfACanaryToLatest() {
        policies.set(Map.of("tokens", Policy.canary("1.0.0", "1.1.0", 10)));
        assertThat(policies.promote("tokens", "")).isEqualTo(Policy.LATEST);
        assertThat(serves()).isEqualTo("1.1.0");
        assertThat(configurations.properties("io.bouquet.tagging.policy~tokens"))
                .isEmpty();
    }

    @Test
    void promotesAnOlderVersionByPinningIt() {
        assertThat(policies.promote("tokens", "1.0.0")).isEqualTo(Policy.pinned("1.0.0"));
        assertThat(serves()).isEqualTo("1.0.0");
    }

    @Test
    void rollsBackToWhatServedBeforeAndForthAgain() {
        policies.promote("tokens", "1.0.0");
        policies.promote("tokens", "1.1.0");
        assertThat(policies.rollBack("tokens")).isEqualTo(Policy.pinned("1.0.0"));
        assertThat(serves()).isEqualTo("1.0.0");
        assertThat(policies.rollBack("tokens")).isEqualTo(Policy.pinned("1.1.0"));
        assertThat(serves()).isEqualTo("1.1.0");
    }

    @Test
    void rollsBackNothingWhereNoneStandsBy() {
        assertThatThrownBy(() -> policies.rollBack("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no other version of 'other' stands by");
    }

    private static Dictionary<String, Object> written(String policy, String version) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("tagger", "tokens");
        properties.put("policy", policy);
        properties.put("version", version);
        return properties;
    }

    private String serves() {
        return String.valueOf(broker.annotate(new AnnotationRequest("Tim", List.of("tokens"), "en"))
                .taggers()
                .get("tokens"));
    }
}
