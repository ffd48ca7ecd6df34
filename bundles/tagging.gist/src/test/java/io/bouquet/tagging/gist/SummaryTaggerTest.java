package io.bouquet.tagging.gist;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SummaryTaggerTest {
    private static List<String> summary(AnnotatedText text) {
        return Tagged.covered(text, new SummaryTagger().tag(text), Layers.SUMMARY);
    }

    @Test
    void choosesCentralSentencesInTextOrderWithoutRepetition() {
        List<String> summary = summary(Tagged.plain(
                "en",
                "The river flooded the old town after three days of rain.",
                "Nobody laughed.",
                "Rain had filled the river for three days, and the town was flooded.",
                "My aunt likes cake.",
                "Volunteers built walls of sand along the river to protect the town.",
                "It was Tuesday.",
                "The mayor thanked the volunteers who protected the town from the river.",
                "Cats sleep a lot.",
                "A dog barked."));
        assertThat(summary)
                .hasSize(3)
                .isSubsetOf(
                        "The river flooded the old town after three days of rain.",
                        "Rain had filled the river for three days, and the town was flooded.",
                        "Volunteers built walls of sand along the river to protect the town.",
                        "The mayor thanked the volunteers who protected the town from the river.");
        assertThat(summary.get(0)).startsWith("The river flooded");
    }

    @Test
    void growsWithTheTextUpToFiveSentences() {
        assertThat(summary(Tagged.plain("fr", "Un."))).containsExactly("Un.");
        String[] many = new String[400];
        for (int i = 0; i < many.length; i++) {
            many[i] = "Sentence number w" + i + " says v" + i + " and u" + i + ".";
        }
        assertThat(summary(Tagged.plain("en", many))).hasSize(5);
        assertThat(summary(new AnnotatedText("", "en"))).isEmpty();
    }

    @Test
    @Timeout(60)
    void takesTimeInProportionToTheText() {
        String[] many = new String[100_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "It is the same " + i % 3 + ".";
        }
        assertThat(summary(Tagged.plain("en", many))).isNotEmpty();
        assertThat(summary(Tagged.plain("en", "a.".repeat(500_000)))).hasSize(1);
    }
}
