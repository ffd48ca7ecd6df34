package com.example.emphasis;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EmphasisTaggerTest {
    private static final Pattern WORD = Pattern.compile("\\S+");

    @Test
    void findsEachKindInTheOrderOfTheText() {
        assertThat(emphasis("The *coffee* was AMAZING!!! but sooo hot"))
                .containsExactly("starred *coffee*", "capitals AMAZING", "exclamation !!!", "stretched sooo");
    }

    @Test
    void isLessSureOfShortCapitals() {
        assertThat(tag("NASA said NO LOUDLY").get("emphasis"))
                .extracting(Annotation::score)
                .containsExactly(0.6, 0.3, 0.9);
    }

    @Test
    void isSurerTheLongerAWordIsStretched() {
        assertThat(tag("sooo soooooooooo").get("emphasis"))
                .extracting(Annotation::score)
                .containsExactly(0.7, 1.0);
    }

    @Test
    void takesNoNamesAndAddresses() {
        assertThat(emphasis("I saw www on COVID-19 and B2B, part iii, well!")).isEmpty();
    }

    @Test
    void takesNoProductsForStars() {
        assertThat(emphasis("2*3*4 and a * b * c and *open\nend*")).isEmpty();
    }

    @Test
    void takesTheInnerPairOfDoubleStars() {
        assertThat(emphasis("so **very** good")).containsExactly("starred *very*");
    }

    @Test
    void takesWordsOfAllScripts() {
        assertThat(emphasis("ÜBERALL ПРИВЕТ нееет"))
                .containsExactly("capitals ÜBERALL", "capitals ПРИВЕТ", "stretched нееет");
    }

    @Test
    void findsNothingInAnEmptyText() {
        assertThat(emphasis("")).isEmpty();
    }

    @Test
    void addsNothingButItsOwnLayer() {
        assertThat(tag("WELL").names()).containsExactly("emphasis");
    }

    private static List<String> emphasis(String text) {
        return tag(text).get("emphasis").stream()
                .map(annotation -> annotation.label() + " " + annotation.span().in(text))
                .toList();
    }

    private static Layers tag(String text) {
        List<Annotation> tokens = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            tokens.add(new Annotation(new Span(words.start(), words.end()), "token"));
        }
        return new EmphasisTagger().tag(new AnnotatedText(text, "en", Layers.of(Layers.TOKENS, tokens)));
    }
}
