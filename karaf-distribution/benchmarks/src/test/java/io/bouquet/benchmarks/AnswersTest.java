package io.bouquet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final List<String> BOTH = List.of("mark-a", "mark-b");

    private final Answers answers = new Answers();

    private static String answer(int generation, String a, String labelA, String b, String labelB) {
        return """
                {"layers": {"mark-a": [{"label": "%s"}],
                            "mark-b": [{"label": "%s", "attributes": {"before": "%s"}}]},
                 "errors": [], "generation": {"id": %d, "taggers": {"mark-a": "%s", "mark-b": "%s"}}}
                """.formatted(labelA, labelB, labelA, generation, a, b);
    }

    private String judge(String answer) {
        return answers.annotated(Json.read(answer), BOTH);
    }

    @Test
    void findsNothingWrongWithOneVersion() {
        assertThat(judge(answer(1, "1.0.1", "1.0.1", "1.0.1", "1.0.1"))).isEmpty();
    }

    @Test
    void seesALayerOfAnotherVersionThanTheAnswerNames() {
        assertThat(judge(answer(1, "1.0.1", "1.0.2", "1.0.1", "1.0.1"))).contains("mark-a", "another version");
    }

    @Test
    void seesALayerThatStandsOnOneOfAnotherVersion() {
        assertThat(judge(answer(1, "1.0.1", "1.0.1", "1.0.2", "1.0.2"))).contains("mark-b", "another version");
    }

    @Test
    void seesAGenerationThatChanges() {
        judge(answer(1, "1.0.1", "1.0.1", "1.0.1", "1.0.1"));
        assertThat(judge(answer(1, "1.0.2", "1.0.2", "1.0.2", "1.0.2"))).contains("generation 1", "1.0.1", "1.0.2");
        assertThat(judge(answer(2, "1.0.2", "1.0.2", "1.0.2", "1.0.2"))).isEmpty();
    }

    @Test
    void seesWhatIsPoisoned() {
        assertThat(judge(answer(1, "9.0.1", "9.0.1", "9.0.1", "9.0.1"))).contains("poisoned");
    }

    @Test
    void seesALayerThatIsMissing() {
        assertThat(answers.annotated(
                        Json.read("{\"layers\":{\"mark-a\":[]},\"errors\":[],"
                                + "\"generation\":{\"id\":1,\"taggers\":{\"mark-a\":\"1.0.1\"}}}"),
                        List.of("mark-a")))
                .contains("mark-a", "empty");
    }

    @Test
    void seesABatchOfTwoGenerations() {
        String one = answer(1, "1.0.1", "1.0.1", "1.0.1", "1.0.1");
        String other = answer(2, "1.0.1", "1.0.1", "1.0.1", "1.0.1");
        assertThat(batch(one, one)).isEmpty();
        assertThat(batch(one, other)).contains("two generations");
        assertThat(batch(one)).contains("1 documents answered of 2");
    }

    private String batch(String... documents) {
        String body = "{\"documents\":[" + String.join(",", documents) + "],\"errors\":[]}";
        return answers.batch(Json.read(body), 2, BOTH);
    }

    @Test
    void seesAStreamWithoutItsEnd() {
        String lines = "{\"version\":\"1.0.1\",\"number\":0}\n{\"version\":\"1.0.1\",\"number\":1}\n";
        String end = "{\"version\":\"1.0.1\",\"lines\":2,\"ending\":true}\n";
        assertThat(Answers.stream(lines + end)).isEmpty();
        assertThat(Answers.stream(lines)).contains("without its last line");
        assertThat(Answers.stream(lines + end.strip())).contains("cut");
        assertThat(Answers.stream(lines + end.replace("1.0.1", "1.0.2"))).contains("two versions");
    }
}
