package io.bouquet.tagging.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
    /** Words; {@code word/POS/lemma} gives a word a tag and a lemma. A full stop ends a sentence. */
    private static AnnotatedText text(String tagged) {
        StringBuilder text = new StringBuilder();
        List<Annotation> tokens = new ArrayList<>();
        List<Annotation> pos = new ArrayList<>();
        List<Annotation> lemmas = new ArrayList<>();
        List<Annotation> sentences = new ArrayList<>();
        int first = 0;
        Matcher word = Pattern.compile("[^\\s/]+(?:/([A-Z]+)/([^\\s/]+))?").matcher(tagged);
        while (word.find()) {
            String form = word.group().replaceAll("/.*", "");
            Span span = new Span(text.length(), text.length() + form.length());
            text.append(form).append(' ');
            tokens.add(new Annotation(span, "token"));
            pos.add(new Annotation(span, word.group(1) == null ? "X" : word.group(1)));
            lemmas.add(new Annotation(span, word.group(2) == null ? form : word.group(2)));
            if (form.equals(".")) {
                sentences.add(new Annotation(new Span(first, span.end()), "sentence"));
                first = text.length();
            }
        }
        if (first < text.length()) {
            sentences.add(new Annotation(new Span(first, text.length()), "sentence"));
        }
        return new AnnotatedText(text.toString(), "en")
                .with(Layers.of(Layers.TOKENS, tokens)
                        .with(Layers.POS, pos)
                        .with(Layers.LEMMAS, lemmas)
                        .with(Layers.SENTENCES, sentences));
    }

    private static List<String> found(String rules, String tagged) throws RuleErrorException {
        AnnotatedText text = text(tagged);
        return RuleBook.parse(rules).match(text).stream()
                .map(one -> one.label() + ": " + text.textOf(one)
                        + (one.attributes().containsKey("value")
                                ? " = " + one.attributes().get("value")
                                : ""))
                .toList();
    }

    @Test
    void readsSettingsPhrasesAndPatterns() throws RuleErrorException {
        RuleBook book = RuleBook.parse("""
                # our products
                layer: products
                language: en, de
                case: ignore

                [product]
                Galaxy S24 = galaxy-s24
                iPhone
                > "model" pos:NUM
                """);
        assertThat(book.layer()).isEqualTo("products");
        assertThat(book.languages()).containsExactly("en", "de");
        assertThat(book.requires()).containsExactly("pos", "sentences", "tokens");
        assertThat(book.size()).isEqualTo(3);
        assertThat(RuleBook.parse("[a]\nb").requires()).isEmpty();
    }

    @Test
    void findsTheLongestPhraseAndItsValue() throws RuleErrorException {
        assertThat(found("[p]\nNew York\nNew York City = nyc\nYork", "In New York City , New York or York ."))
                .containsExactly("p: New York City = nyc", "p: New York", "p: York");
        assertThat(found("[p]\nAT&T\nC++", "We use AT & T and C++ here")).containsExactly("p: AT & T", "p: C++");
    }

    @Test
    void heedsTheCaseUnlessToldOtherwise() throws RuleErrorException {
        assertThat(found("[p]\nApple\ncase: ignore\nPear\n> \"plum\"", "apple Apple PEAR Plum"))
                .containsExactly("p: Apple", "p: PEAR", "p: Plum");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "`\"order\" \"number\"? /\\d{4,8}/`;the order number 12345 and order 9999 and order 1;x: order number 12345, x: order 9999",
                "lemma:be pos:ADV* (\"broken\" | \"faulty\");it was/AUX/be very/ADV/very really/ADV/really broken , is/AUX/be faulty;x: was very really broken, x: is faulty",
                "pos:PROPN+;Tim/PROPN/Tim Cook/PROPN/Cook met Bo/PROPN/Bo;x: Tim Cook, x: Bo",
                "\"Dr\" \".\"? < pos:PROPN+ >;Dr Ada/PROPN/Ada Byron/PROPN/Byron and Dr who;x: Ada Byron",
                "lemma:run&!pos:NOUN;run/NOUN/run ran/VERB/run;x: ran",
                "\"a\" any{1,2} \"b\";a 1 b a 1 2 b a 1 2 3 b;x: a 1 b, x: a 1 2 b",
                "\"a\"{2};a a a;x: a a",
                "(\"a\" | \"a\" \"b\")+ \"c\"?;a a b c;x: a a b c",
                "(\"a\"?)* \"b\";a a b;x: a a b",
                "\"x\" any* \"y\";x 1 . 2 y;``",
                "\"n\" = value of n;n;x: n = value of n",
            })
    void findsPatterns(String pattern, String text, String expected) throws RuleErrorException {
        assertThat(String.join(", ", found("[x]\n> " + pattern, text))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "word;line 1: 'word' comes before the first [label]",
                "[a;line 1: '[a' is no label",
                "`layer: My Layer\n[a]\nb`;line 1: 'My Layer' is no name of a layer",
                "`case: none\n[a]\nb`;line 1: 'none' is not known",
                "`[a]\n> \"b`;line 2: a word is empty, or not closed by \"",
                "`[a]\n> /(/`;line 2: /(/ is no regular expression: Unclosed group",
                "`[a]\n> pos:NOMEN`;line 2: 'NOMEN' is no part of speech; there are: ADJ,",
                "`[a]\n> word`;line 2: 'word' is no token; write \"word\", lemma:word",
                "`[a]\n> (\"b\"`;line 2: the '(' is not closed by a ')'",
                "`[a]\n> \"b\")`;line 2: there is a ')' that closes nothing",
                "`[a]\n> \"b\"{0}`;line 2: {0} is no range",
                "`[a]\n> ((\"b\"{50}){50}){50}`;line 2: the pattern has more than 2000 steps",
                "`[a]\n> <\"b\"> <\"c\">`;line 2: there is more than one < >",
                "`> \"b\"`;line 1: the pattern comes before the first [label]",
                "`# nothing`;line 1: there is no rule",
            })
    void namesTheLineOfAnError(String rules, String message) {
        assertThatThrownBy(() -> RuleBook.parse(rules))
                .isInstanceOf(RuleErrorException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void reportsAllErrorsAtOnce() {
        RuleErrorException errors =
                catchThrowableOfType(RuleErrorException.class, () -> RuleBook.parse("[a]\n> (\nb\n> )"));
        assertThat(errors.errors())
                .extracting(RuleErrorException.RuleError::line)
                .containsExactly(2, 4);
    }

    @Test
    @Timeout(60)
    void takesTimeInProportionToTheText() throws RuleErrorException {
        StringBuilder rules = new StringBuilder("[p]\n");
        for (int i = 0; i < 50_000; i++) {
            rules.append("a ".repeat(1 + i % 19)).append('x').append(i).append('\n');
        }
        AnnotatedText text = new AnnotatedText("a ".repeat(500_000), "en");
        assertThat(RuleBook.parse(rules.toString()).match(text)).isEmpty();
        assertThat(found("[p]\n> (\"a\"* \"a\"*)* \"b\"", "a ".repeat(20_000))).isEmpty();
    }

    @Test
    @Timeout(60)
    void stopsExpressionsThatWouldNeverEnd() {
        assertThatThrownBy(() -> found("[p]\n> /(.*)(.*)(.*)(.*)(.*)x/", "a".repeat(60)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs too many steps");
    }

    @Test
    void stopsWhenNobodyWaitsAnyMore() throws RuleErrorException {
        RuleBook book = RuleBook.parse("[p]\na");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> book.match(new AnnotatedText("a", "en")))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
