package io.bouquet.tagging.gist;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyphraseTaggerTest {
    private static final AnnotatedText TEXT = Tagged.of(
            "en",
            "Solar/ADJ panels/NOUN turn/VERB light/NOUN into/ADP electricity/NOUN ./PUNCT",
            "A/DET solar/ADJ panel/NOUN has/VERB many/ADJ cells/NOUN of/ADP silicon/NOUN ./PUNCT",
            "Engineers/NOUN at/ADP NASA/PROPN test/VERB solar/ADJ panels/NOUN and/CCONJ silicon/NOUN cells/NOUN ./PUNCT");

    private static List<Annotation> phrases(AnnotatedText text) {
        return new KeyphraseTagger().tag(text).get(Layers.KEYPHRASES);
    }

    @Test
    void ranksWhatTheTextIsAboutFirst() {
        Annotation best = phrases(TEXT).stream()
                .max(Comparator.comparingDouble(Annotation::score))
                .orElseThrow();
        assertThat(best.label()).isEqualTo("solar panels");
        assertThat(best.score()).isEqualTo(1);
        assertThat(best.attributes()).containsEntry("count", "3");
        assertThat(TEXT.textOf(best)).isEqualTo("Solar panels");
    }

    @Test
    void givesEachPhraseOnceInTextOrderAndWithItsCapitals() {
        List<Annotation> phrases = phrases(TEXT);
        assertThat(phrases)
                .extracting(Annotation::label)
                .contains("NASA", "engineers")
                .doesNotHaveDuplicates();
        assertThat(phrases).extracting(phrase -> phrase.span().begin()).isSorted();
        assertThat(phrases).extracting(Annotation::label).doesNotContain("many cells", "solar");
    }

    @Test
    void groupsTheFormsOfGermanWords() {
        List<Annotation> phrases = phrases(Tagged.of(
                "de",
                "Die/DET Zeitung/NOUN lobt/VERB den/DET Kanzler/NOUN ./PUNCT",
                "Zeitungen/NOUN loben/VERB oft/ADV ./PUNCT"));
        assertThat(phrases).extracting(Annotation::label).containsExactlyInAnyOrder("Zeitung", "Kanzler");
    }

    @Test
    void findsNothingInATextWithoutNouns() {
        assertThat(phrases(Tagged.of("en", "Go/VERB !/PUNCT"))).isEmpty();
        assertThat(phrases(new AnnotatedText("", "en"))).isEmpty();
    }

    @Test
    @Timeout(60)
    void takesTimeInProportionToTheText() {
        String[] sentences = new String[20_000];
        for (int i = 0; i < sentences.length; i++) {
            sentences[i] = "word" + i + "/NOUN other" + i % 7 + "/ADJ thing" + i % 1000 + "/NOUN";
        }
        assertThat(phrases(Tagged.of("en", sentences))).hasSize(10);
        sentences = new String[] {"a1/NOUN ".repeat(100_000).strip()};
        assertThat(phrases(Tagged.of("en", sentences))).hasSize(1);
    }
}
