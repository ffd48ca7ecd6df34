package io.bouquet.tagging.heads;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmojiTaggerTest {
    @Test
    void tellsTheSentimentOfEmojiAlone() {
        assertThat(tag("👍")).extracting(Annotation::label).containsExactly("positive");
        assertThat(tag("😡")).extracting(Annotation::label).containsExactly("negative");
        assertThat(tag("😍😍 :)")).extracting(Annotation::label).containsExactly("positive");
        assertThat(tag("😍😡")).extracting(Annotation::label).containsExactly("neutral");
        assertThat(tag("😍😍").get(0).score()).isGreaterThan(tag("😍").get(0).score());
    }

    @Test
    void saysNothingOfTextsWithoutEmoji() {
        assertThat(tag("1234")).isEmpty();
    }

    private static List<Annotation> tag(String text) {
        return new EmojiTagger().tag(new AnnotatedText(text, "und")).get(Layers.SENTIMENT);
    }
}
