package io.bouquet.tagging.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PolicyCommandsTest {
    private final StubPolicies policies = new StubPolicies();

    @Test
    void setsACanaryAndSaysWhatItDoes() {
        PolicyCommand command = policy("tokens-en", "canary");
        command.version = "1.0.0";
        command.candidate = "1.1.0";
        command.percent = 10;
        assertThat(printed(command::run))
                .isEqualTo("tokens-en: 1.0.0 serves, and 1.1.0 answers 10% of the requests" + System.lineSeparator());
        assertThat(policies.set).containsEntry("tokens-en", Policy.canary("1.0.0", "1.1.0", 10));
    }

    @Test
    void takesOptionsAfterTheArgumentsToo() {
        PolicyCommand command = policy("tokens-en", "canary");
        command.trailing = List.of("--version", "1.0.0", "--candidate", "1.1.0", "--percent", "10");
        printed(command::run);
        assertThat(policies.set).containsEntry("tokens-en", Policy.canary("1.0.0", "1.1.0", 10));
    }

    @Test
    void saysWhatIsWrongAfterTheArguments() {
        for (List<String> words : List.of(
                List.of("--versoin", "1.0.0"),
                List.of("1.0.0", "x"),
                List.of("--version"),
                List.of("--percent", "x"))) {
            PolicyCommand command = policy("tokens-en", "pinned");
            command.trailing = words;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> printed(command::run))
                    .withMessageContaining("'" + words.get(words.get(0).equals("--percent") ? 1 : 0) + "'");
        }
        assertThat(policies.set).isEmpty();
    }

    @Test
    void showsThePolicyOfOneTagger() {
        assertThat(printed(policy("tokens-en", null)::run)).contains("tokens-en: the latest version serves");
    }

    @Test
    void knowsNoPolicyOfATaggerThatIsNotThere() {
        for (String wanted : new String[] {null, "latest"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> printed(policy("tokens-n", wanted)::run))
                    .withMessageStartingWith("no tagger named 'tokens-n'; near: tokens-en; there are: ")
                    .withMessageContaining("emphasis");
        }
        assertThat(policies.set).isEmpty();
    }

    @Test
    void showsThePolicyThatIsKeptForATaggerThatIsAway() {
        policies.set.put("away", Policy.pinned("1.0.0"));
        assertThat(printed(policy("away", null)::run)).contains("away: 1.0.0 serves");
    }

    @Test
    void listsThePoliciesThatWereSet() {
        policies.set.put("tokens-en", Policy.canary("1.0.0", "1.1.0", 10));
        policies.set.put("pos-en", Policy.shadow("1.0.0", "2.0.0"));
        assertThat(printed(policy(null, null)::run))
                .containsPattern("pos-en\\s.*shadow\\s.*1\\.0\\.0\\s.*2\\.0\\.0")
                .containsPattern("tokens-en\\s.*canary\\s.*1\\.0\\.0\\s.*1\\.1\\.0\\s.*10%");
    }

    @Test
    void printsPoliciesAsJson() throws Exception {
        policies.set.put("tokens-en", Policy.canary("1.0.0", "1.1.0", 10));
        PolicyCommand command = policy(null, null);
        command.json = true;
        JsonNode json = new ObjectMapper().readTree(printed(command::run));
        assertThat(json.get(0).get("policy").asText()).isEqualTo("canary");
        assertThat(json.get(0).get("percent").asInt()).isEqualTo(10);
    }

    @Test
    void refusesAPolicyThatThereIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(policy("tokens-en", "newest")::run))
                .withMessageStartingWith("no policy 'newest'; there are latest, pinned, canary, shadow");
    }

    @Test
    void refusesAPolicyWithoutWhatItNeeds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(policy("tokens-en", "pinned")::run))
                .withMessageContaining("the policy PINNED takes");
        assertThat(policies.set).isEmpty();
    }

    @Test
    void refusesOptionsWithoutAPolicy() {
        PolicyCommand command = policy("tokens-en", null);
        command.version = "1.0.0";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(command::run))
                .withMessageContaining("give latest, pinned, canary, shadow after 'tokens-en'");
    }

    @Test
    void promotesAndRollsBack() {
        PromoteCommand promote = new PromoteCommand();
        promote.policies = policies;
        promote.name = "tokens-en";
        assertThat(printed(promote::run)).contains("tokens-en: the latest version serves");
        promote.version = "1.1.0";
        assertThat(printed(promote::run)).contains("tokens-en: 1.1.0 serves, whatever else is there");
        RollbackCommand rollback = new RollbackCommand();
        rollback.policies = policies;
        rollback.name = "tokens-en";
        assertThat(printed(rollback::run)).contains("tokens-en: 1.0.0 serves, whatever else is there");
    }

    @Test
    void showsWhatAShadowWouldHaveAnswered() {
        policies.comparison = comparison();
        assertThat(printed(compare()::print))
                .contains("tokens-en: 1.0.0 serves, 1.1.0 is its shadow")
                .containsPattern("agreement \\(F1\\)\\s.*0\\.8696")
                .containsPattern("median of 1\\.1\\.0\\s.*200 µs")
                .contains("entities: Ada in Berlin [2J")
                .contains("  only 1.0.0: 'Berlin' → place")
                .contains("  only 1.1.0: nothing")
                .doesNotContain("\u001b[2J");
    }

    @Test
    void printsAComparisonAsJson() throws Exception {
        policies.comparison = comparison();
        CompareCommand command = compare();
        command.json = true;
        JsonNode json = new ObjectMapper().readTree(printed(command::print));
        assertThat(json.get("dropped").asInt()).isEqualTo(4);
        assertThat(json.get("differences")
                        .get(0)
                        .get("onlyVersion")
                        .get(0)
                        .get("label")
                        .asText())
                .isEqualTo("place");
    }

    @Test
    void saysHowAShadowIsStarted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(compare()::print))
                .withMessage("the tagger 'tokens-en' has no shadow; start one with tagger:policy --version …"
                        + " --candidate … tokens-en shadow");
    }

    @Test
    void completesVersionsOfTheTaggerThatIsNamed() {
        VersionCompleter completer = new VersionCompleter();
        completer.broker = new StubBroker();
        assertThat(completer.versions(List.of("tagger:promote", "tokens-en", "")))
                .containsExactly("1.0.0");
        assertThat(completer.versions(List.of("tagger:promote", ""))).containsExactly("1.0.0");
    }

    private PolicyCommand policy(String name, String policy) {
        PolicyCommand command = new PolicyCommand();
        command.policies = policies;
        command.broker = new StubBroker();
        command.name = name;
        command.policy = policy;
        return command;
    }

    private CompareCommand compare() {
        CompareCommand command = new CompareCommand();
        command.policies = policies;
        command.name = "tokens-en";
        return command;
    }

    private static Comparison comparison() {
        return new Comparison(
                "tokens-en",
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
                        "Ada in Berlin\u001b[2J",
                        20,
                        "entities",
                        List.of(new Annotation(new Span(27, 33), "place")),
                        List.of())));
    }

    private static String printed(Consumer<PrintStream> command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        command.accept(out);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
