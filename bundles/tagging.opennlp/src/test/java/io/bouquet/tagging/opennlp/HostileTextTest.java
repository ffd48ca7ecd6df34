package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that break a tagger which trusts its input. */
@Timeout(300) // against what does not end
class HostileTextTest {
    private static final int SHORT = 4_000;
    private static final int LONG = 4 * SHORT;
    /** Memory for a text of four times the length: four times as much where it grows with it, sixteen with its square. */
    private static final int LINEAR = 8;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "one word,a",
                "syllables,ha",
                "initials,a.",
                "capital initials,A.",
                "full stops,.",
                "spaces, ",
                "words without an end,word ",
                "sentences,A cat sat. ",
                "white lines,`\n\n`",
                "question marks and words,`why? `",
                "quotation marks,`'`",
                "emoji,😀",
                "ideographs,委员",
                "at signs,a@",
                "retweets,rt ",
                "a URL,http://a",
                "long words," + "supercalifragilisticexpialidocious-supercalifragilisticexpialidocious "
            })
    void costsNoMoreThanItsLength(String name, String unit) {
        allocated(unit.repeat(SHORT / unit.length())); // fills pools and caches
        long less = allocated(unit.repeat(SHORT / unit.length()));
        long more = allocated(unit.repeat(LONG / unit.length()));
        assertThat(more).isLessThan(LINEAR * less);
    }

    /** The bytes that this thread allocates for a text: unlike its time, they are the same on any machine. */
    private static long allocated(String text) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        Models.language().tag(new AnnotatedText(text, ""));
        AnnotatedText tagged = Models.english(text);
        long bytes = THREADS.getThreadAllocatedBytes(thread) - before;
        assertSpansAreWhole(tagged);
        return bytes;
    }

    @Test
    void keepsAVeryLongWordWhole() {
        String text = "Say " + "a".repeat(LONG) + " now.";
        AnnotatedText tagged = Models.english(text);
        assertThat(tagged.layer(Layers.TOKENS))
                .extracting(Annotation::span)
                .contains(new Span(4, 4 + LONG))
                .hasSize(4);
    }

    @Test
    void countsOffsetsInUtf16() {
        AnnotatedText text = Models.english("😀😀 Tim smiled 👩‍👩‍👧. He met 🇩🇪 fans.");
        assertThat(text.layer(Layers.SENTENCES))
                .extracting(Annotation::span)
                .first()
                .isEqualTo(new Span(0, 25));
        assertThat(Models.covered(text, Layers.TOKENS)).contains("Tim", "smiled", "He", "met", "fans");
        assertSpansAreWhole(text);
    }

    @Test
    void takesAnyCharacters() {
        Random random = new Random(7);
        String alphabet = "aB1 .!?\n\t\0\u00a0\u200d\u202eשלוםمرحبا😀👩\ud83d\ude00\ud800\udc00委é\u0301'\"-@#";
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(80);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertSpansAreWhole(Models.english(text.toString()));
            assertSpansAreWhole(Models.german(text.toString()));
            Models.language().tag(new AnnotatedText(text.toString(), ""));
        }
    }

    @Test
    void stopsWhenNobodyWaitsAnyMore() {
        String text = "A cat sat. ".repeat(100);
        AnnotatedText tagged = Models.english(text);
        for (var tagger : Models.english()) {
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> tagger.tag(tagged)).isInstanceOf(CancellationException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    private static void assertSpansAreWhole(AnnotatedText text) {
        for (var layer : text.layers().asMap().entrySet()) {
            List<Annotation> annotations = layer.getValue();
            int last = 0;
            for (Annotation annotation : annotations) {
                Span span = annotation.span();
                if (span.end() > text.text().length()
                        || splitsPair(text.text(), span.begin())
                        || splitsPair(text.text(), span.end())) {
                    throw new AssertionError(layer.getKey() + " has " + annotation + " in '" + text.text() + "'");
                }
                boolean overlaps = span.begin() < last && !layer.getKey().equals(Layers.SENTIMENT);
                if (overlaps || span.length() == 0) {
                    throw new AssertionError(layer.getKey() + " has " + annotation + " after " + last);
                }
                last = span.end();
            }
        }
    }

    private static boolean splitsPair(String text, int offset) {
        return offset > 0
                && offset < text.length()
                && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
    }
}
