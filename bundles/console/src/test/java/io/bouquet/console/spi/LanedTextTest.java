package io.bouquet.console.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.console.spi.LanedText.Bar;
import io.bouquet.console.spi.LanedText.Piece;
import io.bouquet.console.spi.MarkedText.Mark;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanedTextTest {
    @Test
    void putsSpansThatOverlapIntoDifferentLanes() {
        LanedText laned = of("the old man sat", mark(0, 11, "NP"), mark(4, 15, "X"), mark(12, 15, "VP"));

        assertThat(laned.lanes()).isEqualTo(2);
        assertThat(drawn(laned)).isEqualTo("the[0NP] [0]old[0][1X] [0][1]man[0][1] [1]sat[1][0VP]");
        assertThat(laned.hidden()).isZero();
    }

    @Test
    void leavesRoomForALabelThatIsLongerThanItsSpan() {
        assertThat(of("a b", mark(0, 1, "organisation"), mark(2, 3, "x")).lanes())
                .isEqualTo(2);
    }

    @Test
    void keepsAllTextAndCountsWhatItHides() {
        String text = "the quick brown 🦊 jumps\nover the lazy dog";
        List<Mark> marks = IntStream.range(0, 60)
                .mapToObj(i -> mark(i % 40, Math.min(44, i % 40 + i % 19), "l" + i % 5))
                .toList();

        LanedText laned = LanedText.of(text, marks);

        assertThat(laned.pieces().stream().map(Piece::text).collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(laned.lanes()).isEqualTo(8);
        assertThat(laned.deep()).isTrue();
        assertThat(laned.pieces())
                .noneMatch(piece -> Character.isLowSurrogate(piece.text().charAt(0)));
    }

    @Test
    void tellsWhetherMarksOverlap() {
        assertThat(LanedText.overlap(List.of(mark(0, 2, "x"), mark(2, 3, "y")))).isFalse();
        assertThat(LanedText.overlap(List.of(mark(2, 3, "y"), mark(0, 4, "x")))).isTrue();
        assertThat(LanedText.overlap(List.of())).isFalse();
    }

    private static LanedText of(String text, Mark... marks) {
        return LanedText.of(text, List.of(marks));
    }

    private static Mark mark(int begin, int end, String label) {
        return new Mark(begin, end, label, "");
    }

    private static String drawn(LanedText laned) {
        StringBuilder drawn = new StringBuilder();
        for (Piece piece : laned.pieces()) {
            drawn.append(piece.text());
            for (Bar bar : piece.bars()) {
                drawn.append('[').append(bar.lane()).append(bar.label()).append(']');
            }
        }
        return drawn.toString();
    }
}
