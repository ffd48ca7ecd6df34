package io.bouquet.tagging.heads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OpinionWordsTest {
    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int NOT_GOOD = 2;
    private static final int NOT_BAD = 3;
    private static final int BALANCE = 8;
    private static final int GOOD_EMOJI = 12;
    private static final int BAD_EMOJI = 13;

    private final OpinionWords words = new OpinionWords(Map.of("good", 1, "bad", -1));

    @Test
    void negationTurnsTheNextWords() {
        assertThat(words.features("I don't think it's bad.")[NOT_BAD]).isEqualTo(1);
        assertThat(words.features("Not good.")[NOT_GOOD]).isEqualTo(1);
        assertThat(words.features("No. Good")[GOOD]).isEqualTo(1);
        assertThat(words.features("Good, not bad")[BALANCE]).isPositive();
    }

    @Test
    void stretchedWordsAreKnown() {
        assertThat(words.features("sooo goooood")[GOOD]).isEqualTo(1);
        assertThat(words.features("baaaad")[BAD]).isEqualTo(1);
    }

    @Test
    void emojiAndEmoticonsAreOpinions() {
        assertThat(words.features("👍")[GOOD_EMOJI]).isEqualTo(1);
        assertThat(words.features("😡")[BAD_EMOJI]).isEqualTo(1);
        assertThat(words.features("see you :)")[GOOD_EMOJI]).isEqualTo(1);
        assertThat(words.features("see you :-(")[BAD_EMOJI]).isEqualTo(1);
        assertThat(words.features("at 10:30 (the office)")[GOOD_EMOJI]).isZero();
    }

    @Test
    void aTextWithoutWordsHasFeatures() {
        assertThat(words.features("")).hasSize(OpinionWords.SIZE);
    }
}
