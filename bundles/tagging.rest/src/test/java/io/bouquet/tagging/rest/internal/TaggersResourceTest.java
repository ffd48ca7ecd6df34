package io.bouquet.tagging.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.security.RolesAllowed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaggersResourceTest {
    private static final byte[] NOTHING = new byte[0];

    private final JsonMapper json = new JsonMapper();
    private final StubBroker broker = new StubBroker();
    private final StubPolicies policies = new StubPolicies();
    private final LivePolicies live = StubPolicies.live(policies);
    private final TaggersResource resource = new TaggersResource(StubBroker.annotator(broker), live);

    @Test
    void showsTaggersWithTheirBundles() throws Exception {
        broker.taggers.add(info("sentiment-en", "1.0.0", State.SERVING, ""));
        policies.set.put("sentiment-en", Policy.pinned("1.0.0"));
        JsonNode taggers = wire(resource.taggers());
        assertThat(taggers.path("generation").asInt()).isEqualTo(3);
        assertThat(taggers.path("taggers").path(0)).isEqualTo(tree("""
                        {"name": "sentiment-en", "version": "1.0.0", "state": "serving", "since": "2026-11-23T04:00:00Z",
                         "share": 100, "languages": ["en"], "requires": [], "produces": ["x"],
                         "bundle": {"name": "com.example.bundle", "id": 42},
                         "check": {"samples": 4, "score": 0.9333, "threshold": 0.8},
                         "traffic": {"calls": 7, "failures": 1, "running": 2, "circuit": "half_open"},
                         "policy": {"policy": "pinned", "version": "1.0.0"}}
                        """));
    }

    @Test
    void letsATaggerTakeOverAndTakesThatBack() throws Exception {
        broker.taggers.add(info("acme-ent", "1.0.0", State.STANDING_BY, "'entities-en' answers entities (en)"));
        JsonNode tagger = wire(resource.takeOver("acme-ent"));
        assertThat(tagger.path("state").asText()).isEqualTo("standing_by");
        assertThat(live.takeOvers().allowed()).containsExactly("acme-ent");
        resource.endTakeOver("acme-ent");
        assertThat(live.takeOvers().allowed()).isEmpty();
        refused(() -> resource.takeOver("acme-net"), 404);
    }

    @Test
    void showsTheOneOfSeveralVersionsThatServesAndThenAll() throws Exception {
        broker.taggers.add(info("sentiment-en", "2.0.0", State.READY, "1.0.0 is pinned"));
        broker.taggers.add(info("sentiment-en", "1.0.0", State.SERVING, ""));
        broker.taggers.add(info("others", "1.0.0", State.SERVING, ""));
        JsonNode tagger = wire(resource.tagger("sentiment-en"));
        assertThat(tagger.path("version").asText()).isEqualTo("1.0.0");
        assertThat(tagger.path("state").asText()).isEqualTo("serving");
        assertThat(tagger.path("versions").findValuesAsText("state")).containsExactly("ready", "serving");
        assertThat(tagger.path("versions").findValuesAsText("reason")).containsExactly("1.0.0 is pinned");
    }

    @Test
    void namesWhatACallerMayHaveMeant() {
        broker.taggers.add(info("sentiment-en", "1.0.0", State.SERVING, ""));
        broker.taggers.add(info("pos-en", "1.0.0", State.SERVING, ""));
        ProblemException refused = refused(() -> resource.tagger("sentimnt-en"), 404);
        assertThat(refused.detail())
                .isEqualTo("no tagger named 'sentimnt-en'; near: sentiment-en; there are: sentiment-en, pos-en");
        assertThat(UnknownTagger.isNear("sentiment", "sentiment-en")).isTrue();
        assertThat(UnknownTagger.isNear("x".repeat(100_000), "sentiment-en")).isFalse();
        refused(() -> resource.policy("sentimnt-en"), 404);
        refused(() -> resource.set("sentimnt-en", tree("{}")), 404);
        refused(() -> resource.unset("sentimnt-en"), 404);
        refused(() -> resource.promote("sentimnt-en", NOTHING), 404);
        refused(() -> resource.rollBack("sentimnt-en"), 404);
        refused(() -> resource.comparison("sentimnt-en"), 404);
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

    @Test
    void setsAPolicyAndTakesItBack() throws Exception {
        twoVersions();
        assertThat(wire(resource.policy("pos-en"))).isEqualTo(tree("{\"policy\": \"latest\"}"));
        JsonNode canary =
                tree("{\"policy\": \"canary\", \"version\": \"1.0.0\", \"candidate\": \"1.1.0\", \"percent\": 10}");
        assertThat(wire(resource.set("pos-en", canary))).isEqualTo(canary);
        assertThat(policies.set).containsEntry("pos-en", Policy.canary("1.0.0", "1.1.0", 10));
        resource.unset("pos-en");
        assertThat(policies.set).isEmpty();
    }

    @Test
    void takesBackThePolicyOfATaggerThatIsGone() {
        policies.set.put("gone", Policy.pinned("1.0.0"));
        assertThat(resource.policy("gone").policy()).isEqualTo("pinned");
        resource.unset("gone");
        assertThat(policies.set).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | missing:body.policy",
                "{'policy':'newest'} | enum:body.policy",
                "{'policy':5,'x':1} | extra_forbidden:body.x string_type:body.policy",
                "{'policy':'latest','version':'1.0.0','percent':5} | extra_forbidden:body.version extra_forbidden:body.percent",
                "{'policy':'pinned'} | missing:body.version",
                "{'policy':'pinned','version':'9','candidate':'1.1.0'} | enum:body.version extra_forbidden:body.candidate",
                "{'policy':'canary','version':'1.0.0','candidate':'1.0.0'} | value_error:body.candidate missing:body.percent",
                "{'policy':'canary','version':'1.0.0','candidate':'1.1.0','percent':100} | less_than_equal:body.percent",
                "{'policy':'canary','version':'1.0.0','candidate':'1.1.0','percent':0} | greater_than_equal:body.percent",
                "{'policy':'canary','version':'1.0.0','candidate':'1.1.0','percent':99999999999} | less_than_equal:body.percent",
                "{'policy':'canary','version':'1.0.0','candidate':'1.1.0','percent':1.5} | int_type:body.percent",
                "{'policy':'shadow','version':1,'candidate':'0.9.0'} | string_type:body.version enum:body.candidate",
                "[] | model_attributes_type:body"
            })
    void saysAllThatDoesNotFitInAPolicyAtOnce(String body, String problems) {
        twoVersions();
        ProblemException refused = refused(() -> resource.set("pos-en", tree(body.replace('\'', '"'))), 422);
        assertThat(refused.errors().stream().map(error -> error.type() + ":" + error.place()))
                .containsExactly(problems.split(" "));
        assertThat(policies.set).isEmpty();
    }

    @Test
    void saysWhichVersionsMayServe() {
        twoVersions();
        FieldError error = refused(
                        () -> resource.set("pos-en", tree("{\"policy\":\"pinned\",\"version\":\"0.9.0\"}")), 422)
                .errors()
                .get(0);
        assertThat(error.ctx()).containsEntry("expected", "1.1.0, 1.0.0");
        assertThat(error.msg()).isEqualTo("is a version that cannot serve; that can: 1.1.0, 1.0.0");
    }

    @Test
    void saysWhatTheEngineRefuses() {
        twoVersions();
        policies.refusal = "1.0.0 has just gone";
        ProblemException refused =
                refused(() -> resource.set("pos-en", tree("{\"policy\":\"pinned\",\"version\":\"1.0.0\"}")), 422);
        assertThat(refused.errors())
                .extracting(FieldError::type, FieldError::msg)
                .containsExactly(tuple("value_error", "1.0.0 has just gone"));
        FieldError version = refused(() -> resource.promote("pos-en", bytes("{\"version\":\"1.0.0\"}")), 422)
                .errors()
                .get(0);
        assertThat(version.place()).isEqualTo("body.version");
        assertThat(refused(() -> resource.promote("pos-en", NOTHING), 409).detail())
                .isEqualTo("1.0.0 has just gone");
        refused(() -> resource.rollBack("pos-en"), 409);
    }

    @Test
    void promotesTheVersionThatIsNamedOrElseTheCandidate() {
        twoVersions();
        resource.promote("pos-en", bytes("{\"version\":\"1.1.0\"}"));
        resource.promote("pos-en", NOTHING);
        resource.promote("pos-en", bytes("{}"));
        assertThat(policies.promoted).containsExactly("pos-en 1.1.0", "pos-en ", "pos-en ");
    }

    @Test
    void refusesToPromoteWhatItCannotRead() {
        twoVersions();
        refused(() -> resource.promote("pos-en", bytes("{")), 400);
        refused(() -> resource.promote("pos-en", bytes("{\"versoin\":\"1\"}")), 422);
        refused(() -> resource.promote("pos-en", bytes("{\"version\":1}")), 422);
        refused(() -> resource.promote("pos-en", bytes("[]")), 422);
        assertThat(policies.promoted).isEmpty();
    }

    @Test
    void rollsBack() {
        twoVersions();
        assertThat(resource.rollBack("pos-en")).isEqualTo(new WirePolicy("pinned", "1.0.0", "", 0));
    }

    @Test
    void showsWhatAShadowWouldHaveAnswered() throws Exception {
        twoVersions();
        policies.comparison = new Comparison(
                "pos-en",
                "1.0.0",
                "1.1.0",
                3,
                2,
                10,
                1,
                2,
                1,
                4,
                100,
                200,
                List.of(new Comparison.Difference(
                        "in Berlin", 20, "e", List.of(new Annotation(new Span(23, 29), "place", 0.5)), List.of())));
        assertThat(wire(resource.comparison("pos-en"))).isEqualTo(tree("""
                        {"tagger": "pos-en", "version": "1.0.0", "candidate": "1.1.0", "texts": 3, "equal": 2,
                         "agreement": 0.8696, "both": 10, "onlyVersion": 1, "onlyCandidate": 2, "failures": 1,
                         "dropped": 4, "versionMicros": 100, "candidateMicros": 200,
                         "differences": [{"excerpt": "in Berlin", "offset": 20, "layer": "e",
                           "onlyVersion": [{"begin": 23, "end": 29, "label": "place", "score": 0.5}],
                           "onlyCandidate": []}]}
                        """));
    }

    @Test
    void saysThatThereIsNoShadow() {
        twoVersions();
        assertThat(refused(() -> resource.comparison("pos-en"), 404).detail()).contains("has no shadow");
    }

    @Test
    void letsOnlyAdministratorsChangeAnything() {
        for (Method method : TaggersResource.class.getDeclaredMethods()) {
            boolean isOpen = Set.of("taggers", "tagger", "policy").contains(method.getName());
            if (Modifier.isPublic(method.getModifiers()) && !isOpen) {
                assertThat(method.getAnnotation(RolesAllowed.class))
                        .as(method.getName())
                        .isNotNull()
                        .extracting(RolesAllowed::value)
                        .isEqualTo(new String[] {"admin"});
            }
        }
    }

    @Test
    void asksToComeBackWhileThereAreNoPolicies() {
        TaggersResource early = new TaggersResource(StubBroker.annotator(broker), StubPolicies.live(null));
        assertThat(refused(early::taggers, 503).retryAfterSeconds()).isPositive();
    }

    @Test
    void doesNotFindATaggerThatIsGone() {
        broker.taggers.add(info("shout", "1.0.0", State.RETIRED, "uninstalled"));
        refused(() -> resource.tagger("shout"), 404);
        twoVersions();
        assertThat(resource.tagger("pos-en").versions()).hasSizeGreaterThanOrEqualTo(4);
    }

    private void twoVersions() {
        broker.taggers.add(info("pos-en", "1.1.0", State.READY, "1.0.0 is pinned"));
        broker.taggers.add(info("pos-en", "1.0.0", State.SERVING, ""));
        broker.taggers.add(info("pos-en", "0.9.0", State.FAILED, "its samples reached 0.5 of 0.9"));
        broker.taggers.add(info("pos-en", "0.8.0", State.RETIRED, "uninstalled"));
    }

    private static ProblemException refused(ThrowingCallable call, int status) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        assertThat(refused.status()).isEqualTo(status);
        return refused;
    }

    private JsonNode wire(Object answer) throws JsonProcessingException {
        return json.readTree(json.writeValueAsString(answer));
    }

    private JsonNode tree(String body) throws JsonProcessingException {
        return json.readTree(body);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static TaggerInfo info(String name, String version, State state, String reason) {
        return new TaggerInfo(
                name,
                version,
                List.of(),
                List.of("x"),
                List.of("en"),
                "",
                "com.example.bundle",
                42,
                state,
                Instant.parse("2026-11-23T04:00:00.000123Z"),
                reason,
                state == State.SERVING ? 100 : 0,
                Optional.of(new TaggerInfo.Check(4, 14 / 15.0, 0.8)),
                new TaggerInfo.Traffic(7, 1, 2, TaggerInfo.Circuit.HALF_OPEN));
    }
}
