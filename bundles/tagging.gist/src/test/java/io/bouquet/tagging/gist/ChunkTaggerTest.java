package io.bouquet.tagging.gist;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTaggerTest {
    private static List<String> chunks(AnnotatedText text) {
        return new ChunkTagger()
                .tag(text).get(Layers.CHUNKS).stream()
                        .map(chunk ->
                                text.textOf(chunk) + "|" + chunk.attributes().get("head"))
                        .toList();
    }

    @Test
    void findsArticlesAdjectivesAndNouns() {
        assertThat(
                        chunks(
                                Tagged.of(
                                        "en",
                                        "The/DET quick/ADJ brown/ADJ fox/NOUN saw/VERB my/PRON two/NUM very/ADV old/ADJ dogs/NOUN ./PUNCT")))
                .containsExactly("The quick brown fox|fox", "my two very old dogs|dogs");
    }

    @Test
    void keepsNamesAndGenitivesTogether() {
        assertThat(
                        chunks(
                                Tagged.of(
                                        "en",
                                        "Tim/PROPN Cook/PROPN 's/PART new/ADJ phone/NOUN sells/VERB in/ADP New/PROPN York/PROPN ./PUNCT")))
                .containsExactly("Tim Cook's new phone|phone", "New York|York");
    }

    @Test
    void findsGermanChunksAndEndsThemAtSentences() {
        assertThat(chunks(Tagged.of(
                        "de",
                        "Das/DET alte/ADJ Haus/NOUN",
                        "Meine/PRON Katze/NOUN schläft/VERB",
                        "Die/DET schläft/VERB")))
                .containsExactly("Das alte Haus|Haus", "Meine Katze|Katze");
    }
}
