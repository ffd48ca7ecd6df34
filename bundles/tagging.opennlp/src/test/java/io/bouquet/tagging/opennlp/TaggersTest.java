package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.Collections;
import java.util.List;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import org.junit.jupiter.api.Test;

class TaggersTest {
    private static final String NEWS =
            "Angela Merkel met Tim Cook in Berlin on Monday. The talks were surprisingly pleasant.";

    @Test
    void splitsEnglishIntoSentencesAndTokens() {
        AnnotatedText text = Models.english(NEWS);
        assertThat(Models.covered(text, Layers.SENTENCES))
                .containsExactly(
                        "Angela Merkel met Tim Cook in Berlin on Monday.", "The talks were surprisingly pleasant.");
        assertThat(Models.covered(text, Layers.TOKENS))
                .containsExactly(
                        "Angela",
                        "Merkel",
                        "met",
                        "Tim",
                        "Cook",
                        "in",
                        "Berlin",
                        "on",
                        "Monday",
                        ".",
                        "The",
                        "talks",
                        "were",
                        "surprisingly",
                        "pleasant",
                        ".");
    }

    @Test
    void givesEachEnglishTokenItsPartOfSpeechAndLemma() {
        AnnotatedText text = Models.english(NEWS);
        assertThat(Models.labels(text, Layers.POS))
                .containsExactly(
                        "PROPN", "PROPN", "VERB", "PROPN", "PROPN", "ADP", "PROPN", "ADP", "PROPN", "PUNCT", "DET",
                        "NOUN", "AUX", "ADV", "ADJ", "PUNCT");
        assertThat(Models.labels(text, Layers.LEMMAS))
                .containsExactly(
                        "Angela",
                        "Merkel",
                        "meet",
                        "Tim",
                        "Cook",
                        "in",
                        "Berlin",
                        "on",
                        "Monday",
                        ".",
                        "the",
                        "talk",
                        "be",
                        "surprisingly",
                        "pleasant",
                        ".");
        assertThat(text.layer(Layers.POS)).allMatch(Annotation::hasScore);
    }

    @Test
    void takesGerman() {
        AnnotatedText text = Models.german("Die Verhandlungen waren z. B. in Köln schwierig. Wir gingen nach Hause.");
        assertThat(Models.covered(text, Layers.SENTENCES)).last().isEqualTo("Wir gingen nach Hause.");
        assertThat(Models.covered(text, Layers.TOKENS)).contains("Verhandlungen", "Köln", ".", "Hause");
        assertThat(Models.labels(text, Layers.POS)).contains("NOUN", "PROPN", "ADJ", "PRON", "VERB");
        assertThat(Models.labels(text, Layers.LEMMAS)).contains("Verhandlung", "Köln", "gehen", "sein");
    }

    @Test
    void detectsLanguages() {
        assertThat(language("The committee will publish its report next week.")).isEqualTo("en");
        assertThat(language("Der Ausschuss veröffentlicht seinen Bericht in der nächsten Woche."))
                .isEqualTo("de");
        assertThat(language("委员会将于下周公布其报告，并将在会议上讨论。")).isEqualTo("zh");
        assertThat(language("Komisja opublikuje swój raport w przyszłym tygodniu."))
                .isEqualTo("pl");
    }

    @Test
    void namesTheLanguagesThatAFewWordsMightAsWellBeIn() {
        Annotation guess = Models.language()
                .tag(new AnnotatedText("Ada was born in London.", ""))
                .get(Layers.LANGUAGE)
                .get(0);
        assertThat((guess.label() + " " + guess.attributes().get(Layers.ALTERNATIVES)).split(" "))
                .contains("en");
    }

    @Test
    void doesNotOfferEnglishForASentenceThatIsNot() {
        Annotation spanish = Models.language()
                .tag(new AnnotatedText("La situación es muy difícil para todos nosotros.", ""))
                .get(Layers.LANGUAGE)
                .get(0);
        assertThat(spanish.label()).isEqualTo("es");
        assertThat(spanish.attributes()).isEmpty();
    }

    @Test
    void findsPersonsAndPlaces() {
        AnnotatedText text = Models.english(NEWS);
        assertThat(text.layer(Layers.ENTITIES))
                .extracting(entity -> entity.label() + ":" + text.textOf(entity))
                .containsExactly("person:Angela Merkel", "person:Tim Cook", "location:Berlin");
    }

    @Test
    void judgesTheTextFirstAndThenItsSentences() {
        String words = "The talks were surprisingly pleasant. The food was awful and the staff was rude.";
        List<Annotation> sentiment = Models.english(words).layer(Layers.SENTIMENT);
        assertThat(sentiment)
                .extracting(Annotation::span)
                .containsExactly(Span.of(words), new Span(0, 37), new Span(38, words.length()));
        assertThat(sentiment).extracting(Annotation::label).endsWith("positive", "negative");
    }

    @Test
    void hasNoOpinionWhereNothingTells() {
        assertThat(Models.english("Qwxyz vbnmp.").layer(Layers.SENTIMENT))
                .extracting(Annotation::label)
                .containsOnly("neutral");
    }

    @Test
    void endsSentencesAtEmptyLinesAndWideGaps() {
        assertThat(Models.covered(Models.english("A heading\n\nsome text\n  \n more"), Layers.SENTENCES))
                .containsExactly("A heading", "some text", "more");
        assertThat(Models.covered(Models.english("left" + " ".repeat(80) + "right\nright again"), Layers.SENTENCES))
                .containsExactly("left", "right\nright again");
    }

    @Test
    void splitsALongParagraphAsItSplitsItsParts() {
        String sentence = "Mr. Smith of Acme Inc. paid 3.50 dollars for it on Jan. 5, and left. ";
        AnnotatedText text = Models.english(sentence.repeat(200));
        List<String> parts = Models.covered(Models.english(sentence.repeat(2)), Layers.SENTENCES);
        assertThat(Models.covered(text, Layers.SENTENCES))
                .hasSize(100 * parts.size())
                .isEqualTo(Collections.nCopies(100, parts).stream()
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void leavesTextsWithoutWordsEmpty() {
        for (String blank : List.of("", " ", "\n\n\t", "\u00a0\u2003")) {
            AnnotatedText text = Models.english(blank);
            assertThat(text.layers().asMap().values())
                    .allSatisfy(layer -> assertThat(layer).isEmpty());
            assertThat(Models.language().tag(text).get(Layers.LANGUAGE)).isEmpty();
        }
    }

    @Test
    void lemmasKeepTheCaseOfNamesAndAbbreviations() {
        AnnotatedText english = Models.english(
                "Berlin is bigger than most US cities. NASA and Apple moved from Berlin to the USA. Mr. Brown met Ms. Bell.");
        assertThat(Models.labels(english, Layers.LEMMAS))
                .contains("Berlin", "US", "NASA", "Apple", "USA", "Brown", "Bell", "city", "move", "be")
                .doesNotContain("berlin", "us", "nasa", "apple", "usa", "brown");
        AnnotatedText german = Models.german("Die Kinder aus Berlin besuchten die USA.");
        assertThat(Models.labels(german, Layers.LEMMAS)).contains("Kind", "Berlin", "USA");
    }

    @Test
    void lemmatizesAsOpenNlpItselfDoes() throws Exception {
        String words = "She has been running faster than the other children , who were better at singing old songs .";
        String[] tokens = words.split(" ");
        LemmatizerModel model = new LemmatizerModel(Models.open(Models.LEMMAS_EN));
        String[] tags = new POSTaggerME(new POSModel(Models.open(Models.POS_EN))).tag(tokens);
        assertThat(new LemmaDecoder(model).lemmatize(tokens, tags))
                .isEqualTo(new LemmatizerME(model).lemmatize(tokens, tags));
    }

    private static String language(String text) {
        return Models.language()
                .tag(new AnnotatedText(text, ""))
                .get(Layers.LANGUAGE)
                .get(0)
                .label();
    }
}
