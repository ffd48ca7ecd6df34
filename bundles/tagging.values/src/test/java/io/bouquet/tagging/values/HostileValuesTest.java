package io.bouquet.tagging.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileValuesTest {
    private static final int LONG = 1_000_000;

    private final ValuesTagger tagger = new ValuesTagger();

    /** With time that grows with the square of the length these would take hours. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "1",
                "1.",
                "1,",
                "1 ",
                "111.",
                "1.111",
                "111 ",
                "1-",
                "(1) ",
                "12:",
                "a",
                "a@",
                "a.",
                "@a.b",
                "http://",
                "www.a.",
                "http://a.b/) ",
                "$",
                "$1 ",
                "GB82 ",
                "DE89",
                "4111 ",
                "+1 ",
                "1 year ",
                "one ",
                "May ",
                "3. ",
                "3 May ",
                "half a ",
                "::",
                "a:",
                "1/",
                "2024-",
                "01.01.",
                " ",
                "\n",
                "😀",
                "(",
                "in 2010 "
            })
    void takesTimeInProportionToTheText(String unit) {
        String text = unit.repeat(LONG / unit.length());
        assertThat(tagger.tag(new AnnotatedText(text, "en")).has(Layers.VALUES)).isTrue();
    }

    @Test
    void valuesOfRandomTextsNeverOverlap() {
        Random random = new Random(11);
        String[] pieces = {
            "1", "23", "2024", ".", ",", " ", "-", ":", "/", "May", "Oktober", "$", "€", "%", "km", "hours", "@",
            "a.org", "http://", "+49", "(030)", "DE89", "p.m.", "Uhr", "\u00a0", "😀", "\ud800", "ß", "million", "and",
            "°C"
        };
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(30); j > 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            int last = 0;
            for (Annotation value : tagger.tag(new AnnotatedText(text.toString(), i % 2 == 0 ? "en" : "de"))
                    .get(Layers.VALUES)) {
                assertThat(value.span().begin()).as(text.toString()).isGreaterThanOrEqualTo(last);
                assertThat(value.span().length()).isPositive();
                last = value.span().end();
            }
        }
    }

    @Test
    void stopsWhenNobodyWaitsAnyMore() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> tagger.tag(new AnnotatedText("On 2024-10-03.", "en")))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
