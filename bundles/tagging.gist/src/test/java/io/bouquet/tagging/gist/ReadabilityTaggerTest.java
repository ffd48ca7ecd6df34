package io.bouquet.tagging.gist;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadabilityTaggerTest {
    private static Annotation readability(AnnotatedText text) {
        List<Annotation> layer = new ReadabilityTagger().tag(text).get(Layers.READABILITY);
        assertThat(layer).hasSize(1);
        return layer.get(0);
    }

    @Test
    void computesFleschsFormulas() {
        // 6 words, 6 syllables: 206.835 - 1.015 * 6 - 84.6 and 0.39 * 6 + 11.8 - 15.59, which is below grade 0
        Annotation easy = readability(Tagged.plain("en", "The cat sat on the mat."));
        assertThat(easy.label()).isEqualTo("easy");
        assertThat(easy.attributes())
                .containsEntry("ease", "116.1")
                .containsEntry("grade", "0.0")
                .containsEntry("words", "6")
                .containsEntry("syllables", "6");
        Annotation hard = readability(Tagged.plain(
                "en",
                "Interdisciplinary considerations necessitate comprehensive institutional responsibility regarding"
                        + " environmental sustainability."));
        assertThat(hard.label()).isEqualTo("very-difficult");
    }

    @Test
    void computesTheGermanFormulas() {
        // 5 words, 6 syllables: 180 - 5 - 58.5 * 1.2
        Annotation easy = readability(Tagged.plain("de", "Das Haus ist sehr alt.", "Es ist mein altes Haus."));
        assertThat(easy.attributes()).containsEntry("ease", "110.6").containsEntry("wordsPerSentence", "5.0");
        Annotation hard = readability(Tagged.plain(
                "de",
                "Die Berücksichtigung interdisziplinärer Rahmenbedingungen erfordert umfangreiche"
                        + " Verwaltungsvereinfachungsmaßnahmen."));
        assertThat(hard.label()).isEqualTo("very-difficult");
        assertThat(Double.parseDouble(hard.attributes().get("grade"))).isGreaterThan(15);
    }

    @ParameterizedTest
    @CsvSource({
        "cat,1",
        "table,2",
        "people,2",
        "created,3",
        "walked,1",
        "wanted,2",
        "beautiful,3",
        "science,2",
        "video,3",
        "being,2",
        "made,1",
        "played,1",
        "houses,2",
        "idea,3",
        "university,5",
        "the,1",
        "readability,5",
        "hmm,1"
    })
    void countsEnglishSyllables(String word, int syllables) {
        assertThat(Syllables.count(word, false)).isEqualTo(syllables);
    }

    @ParameterizedTest
    @CsvSource({"Haus,1", "Zeitung,2", "Liebe,2", "Berücksichtigung,5", "Mäuse,2", "neu,1", "Idee,2"})
    void countsGermanSyllables(String word, int syllables) {
        assertThat(Syllables.count(word, true)).isEqualTo(syllables);
    }

    @Test
    void saysNothingOfATextWithoutWords() {
        assertThat(new ReadabilityTagger().tag(new AnnotatedText("…", "en")).get(Layers.READABILITY))
                .isEmpty();
    }
}
