package io.bouquet.tagging.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.heads.SequenceHead;
import io.bouquet.tagging.heads.TextHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tries the heads that the bundles have with their encoder. */
class DefaultHeadsTest {
    private static final Vectors VECTORS = new Vectors();

    @AfterAll
    static void close() {
        VECTORS.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "The committee met on Tuesday to discuss the budget.;neutral",
                "The package arrived yesterday.;neutral",
                "The concert starts at eight and ends at ten.;neutral",
                "Zinc melts at 420 degrees.;neutral",
                "I don't think it's a bad movie at all.;positive",
                "Love it!!! 😍😍;positive",
                "lol this is sooo good :);positive",
                "Not good.;negative",
                "I have never been so disappointed.;negative",
                "I was disappointed that the excellent food was cold.;negative"
            })
    void judgesSentiment(String text, String label) throws IOException {
        TextHead head = TextHead.read(Files.readAllBytes(bundle("sentiment-en-head", "sentiment-en.head")));

        double[] probabilities =
                head.probabilities(VECTORS.ofTexts(List.of(text)).get(0), text);

        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        assertThat(head.labels().get(best)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Ada Lovelace lived in London .;Ada Lovelace=person, London=location",
                "ANGELA MERKEL VISITED PARIS;ANGELA MERKEL=person, PARIS=location",
                "angela merkel visited paris;angela merkel=person, paris=location",
                "She works for JPMorgan Chase in New York City .;JPMorgan Chase=organisation, New York City=location",
                "Deutsche Bank AG is based in Frankfurt am Main .;Deutsche Bank AG=organisation, Frankfurt am Main=location",
                "Are you dominant ?;''"
            })
    void findsNames(String text, String names) throws IOException {
        assertThat(found(text)).isEqualTo(names);
    }

    @Test
    void knowsTheLabelsOfTheOtherTaggers() throws IOException {
        assertThat(entities().labels()).containsExactly("location", "organisation", "person");
    }

    private static String found(String text) throws IOException {
        List<String> tokens = List.of(text.split(" "));
        return String.join(
                ", ",
                entities().find(tokens, VECTORS.ofTokens(List.of(tokens)).get(0)).stream()
                        .map(span -> String.join(" ", tokens.subList(span.begin(), span.end())) + "=" + span.label())
                        .toList());
    }

    private static SequenceHead entities() throws IOException {
        return SequenceHead.read(Files.readAllBytes(bundle("entities-en-head", "entities-en.head")));
    }

    private static Path bundle(String bundle, String file) {
        return Path.of("..", bundle, "src/main/resources/model", file);
    }
}
