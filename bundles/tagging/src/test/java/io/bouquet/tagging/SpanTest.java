package io.bouquet.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SpanTest {
    @Test
    void refusesASpanThatEndsBeforeItBegins() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Span(3, 2)).withMessageContaining("[3, 2)");
    }

    @Test
    void coversAPartOfTheText() {
        assertThat(new Span(5, 11).in("Tim, Berlin")).isEqualTo("Berlin");
    }

    @Test
    void containsItself() {
        assertThat(new Span(1, 2).contains(new Span(1, 2))).isTrue();
        assertThat(new Span(1, 2).contains(new Span(0, 2))).isFalse();
    }
}
