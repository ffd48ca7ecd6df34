package io.bouquet.console.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.console.spi.MarkedText.LegendEntry;
import io.bouquet.console.spi.MarkedText.Mark;
import io.bouquet.console.spi.MarkedText.Part;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkedTextTest {
    @Test
    void leavesATextWithoutMarksInOnePiece() {
        assertThat(drawn("plain")).isEqualTo("plain");
        assertThat(drawn("")).isEmpty();
    }

    @Test
    void marksSpansSideBySide() {
        assertThat(drawn("ab cd", mark(0, 2, "x"), mark(3, 5, "y"))).isEqualTo("[ab x] [cd y]");
        assertThat(drawn("abcd", mark(2, 4, "y"), mark(0, 2, "x"))).isEqualTo("[ab x][cd y]");
    }

    @Test
    void nestsASpanInALongerOne() {
        assertThat(drawn("abcdef", mark(2, 4, "in"), mark(0, 6, "out"))).isEqualTo("[ab[cd in]ef out]");
        assertThat(drawn("abcd", mark(0, 2, "in"), mark(0, 4, "out"))).isEqualTo("[[ab in]cd out]");
        assertThat(drawn("abcd", mark(0, 4, "one"), mark(0, 4, "two"))).isEqualTo("[[abcd two] one]");
    }

    @Test
    void breaksASpanThatCrossesAnEarlierOne() {
        assertThat(drawn("abcdef", mark(0, 4, "x"), mark(2, 6, "y"))).isEqualTo("[ab[cd >] x][<ef y]");
        assertThat(drawn("abcdefgh", mark(0, 4, "x"), mark(2, 6, "y"), mark(3, 8, "z")))
                .isEqualTo("[ab[c[d >] >] x][<[<ef y]gh z]");
    }

    @Test
    void showsAMarkWithoutTextAndCutsWhatLiesOutside() {
        assertThat(drawn("abcd", mark(2, 2, "here"))).isEqualTo("ab[ here]cd");
        assertThat(drawn("abcd", mark(2, 99, "long"), mark(50, 60, "gone"))).isEqualTo("ab[cd long]");
    }

    @Test
    void keepsTheHalvesOfAnEmojiTogether() {
        assertThat(drawn("a😀b", mark(0, 2, "x"))).isEqualTo("[a😀 x]b");
        assertThat(drawn("a😀b", mark(2, 4, "x"))).isEqualTo("a[😀b x]");
    }

    @Test
    void keepsAllTextWhateverTheMarks() {
        String text = "the quick brown fox jumps over the lazy dog";
        List<Mark> marks = IntStream.range(0, 200)
                .mapToObj(i -> mark(i * 7 % 43, Math.min(43, i * 7 % 43 + i % 19), "l" + i % 5))
                .toList();

        MarkedText marked = MarkedText.of(text, marks);

        assertThat(marked.parts().stream().map(Part::text).collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(marked.parts().stream().filter(part -> part.open() != null))
                .hasSameSizeAs(marked.parts().stream()
                        .filter(part -> part.close() != null)
                        .toList());
        assertThat(marked.deep()).isTrue();
    }

    @Test
    void countsLabelsAndGivesEachItsOwnColour() {
        MarkedText marked =
                MarkedText.of("abcdef", List.of(mark(0, 1, "person"), mark(1, 2, "zebra"), mark(2, 3, "person")));

        assertThat(marked.legend()).extracting(LegendEntry::label).containsExactly("person", "zebra");
        assertThat(marked.legend()).extracting(LegendEntry::count).containsExactly(2L, 1L);
        assertThat(marked.legend()).extracting(LegendEntry::colour).doesNotHaveDuplicates();
    }

    private static Mark mark(int begin, int end, String label) {
        return new Mark(begin, end, label, "");
    }

    /** {@code [text label]}, with {@code >} for a label that comes later and {@code <} for what goes on. */
    private static String drawn(String text, Mark... marks) {
        StringBuilder drawn = new StringBuilder();
        for (Part part : MarkedText.of(text, List.of(marks)).parts()) {
            MarkedText.Edge open = part.open();
            MarkedText.Edge close = part.close();
            if (open != null) {
                drawn.append(open.before() ? "[<" : "[");
            }
            drawn.append(part.text());
            if (close != null) {
                drawn.append(' ').append(close.after() ? ">" : close.label()).append(']');
            }
        }
        return drawn.toString();
    }
}
