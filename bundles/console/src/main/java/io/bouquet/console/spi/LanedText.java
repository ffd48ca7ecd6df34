package io.bouquet.console.spi;

import io.bouquet.console.spi.MarkedText.LegendEntry;
import io.bouquet.console.spi.MarkedText.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A text with its marks as bars below it, for the partial {@code console/laned}. Marks that overlap are in different
 * lanes, so all of them are seen, however they cross.
 *
 * @param pieces parts of the text, in order: at most a word, or the space between two
 * @param legend the labels, in the order of their first mark
 * @param lanes  number of lanes, 0 to 8
 * @param hidden number of marks that are not shown: those without text, and those for which all lanes are taken
 */
public record LanedText(List<Piece> pieces, List<LegendEntry> legend, int lanes, int hidden) {
    private static final int MOST_LANES = 8;

    public LanedText {
        pieces = List.copyOf(pieces);
        legend = List.copyOf(legend);
    }

    /** A part of the text with the bars below it. */
    public record Piece(String text, List<Bar> bars) {}

    /**
     * A part of a mark.
     *
     * @param lane   a number for the class {@code l0}, {@code l1}, …
     * @param colour a number for the class {@code c0}, {@code c1}, …
     * @param label  label and score; the empty string if this continues a mark
     * @param title  tooltip of the mark; may be empty
     */
    public record Bar(int lane, int colour, String label, String title, boolean start, boolean end) {}

    /** Returns whether some marks are not shown. */
    public boolean deep() {
        return hidden > 0;
    }

    /** Returns whether two of the marks overlap. */
    public static boolean overlap(List<Mark> marks) {
        int end = Integer.MIN_VALUE;
        for (Mark mark : marks.stream().sorted(BY_PLACE).toList()) {
            if (mark.begin() < end) {
                return true;
            }
            end = Math.max(end, mark.end());
        }
        return false;
    }

    private static final Comparator<Mark> BY_PLACE = Comparator.comparingInt(Mark::begin)
            .thenComparing(Comparator.comparingInt(Mark::end).reversed());

    private record Placed(int begin, int end, int lane, Mark mark) {}

    /** Divides a text. Marks are cut at the end of the text, and never split a surrogate pair. */
    public static LanedText of(String text, List<Mark> marks) {
        Map<String, Long> counts = new LinkedHashMap<>();
        List<Placed> placed = new ArrayList<>();
        int[] free = new int[MOST_LANES];
        int lanes = 0;
        int hidden = 0;
        for (Mark mark : marks.stream()
                .filter(mark -> mark.begin() < text.length())
                .sorted(BY_PLACE)
                .toList()) {
            int begin = MarkedText.snap(text, Math.max(0, mark.begin()), -1);
            int end = MarkedText.snap(text, Math.max(begin, Math.min(text.length(), mark.end())), 1);
            int lane = lane(free, begin);
            counts.merge(mark.label(), 1L, Long::sum);
            if (end == begin || lane < 0) {
                hidden++;
            } else {
                // the label is small, and must not run into the next one
                free[lane] = Math.max(end, begin + 1 + label(mark).length() * 3 / 4);
                lanes = Math.max(lanes, lane + 1);
                placed.add(new Placed(begin, end, lane, mark));
            }
        }
        Map<String, Integer> colours = MarkedText.colours(counts);
        return new LanedText(
                pieces(text, placed, colours),
                counts.entrySet().stream()
                        .map(entry -> new LegendEntry(
                                entry.getKey(), colours.getOrDefault(entry.getKey(), 0), entry.getValue()))
                        .toList(),
                lanes,
                hidden);
    }

    private static int lane(int[] free, int begin) {
        for (int lane = 0; lane < free.length; lane++) {
            if (free[lane] <= begin) {
                return lane;
            }
        }
        return -1;
    }

    private static String label(Mark mark) {
        return mark.percent().isEmpty() ? mark.label() : mark.label() + " " + mark.percent();
    }

    private static List<Piece> pieces(String text, List<Placed> placed, Map<String, Integer> colours) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, text.length()));
        for (int i = 1; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i)) != Character.isWhitespace(text.charAt(i - 1))) {
                cuts.add(i);
            }
        }
        placed.forEach(one -> {
            cuts.add(one.begin());
            cuts.add(one.end());
        });
        List<Piece> pieces = new ArrayList<>();
        List<Placed> open = new ArrayList<>();
        int next = 0;
        int begin = 0;
        for (int end : cuts.tailSet(0, false)) {
            int here = begin;
            open.removeIf(one -> one.end() <= here);
            while (next < placed.size() && placed.get(next).begin() <= here) {
                open.add(placed.get(next++));
            }
            String piece = text.substring(here, end);
            // a bar below the end of a line would be drawn in two lines
            boolean plain = piece.indexOf('\n') >= 0;
            pieces.add(new Piece(
                    piece,
                    plain
                            ? List.of()
                            : open.stream()
                                    .map(one -> bar(one, here, end, colours))
                                    .toList()));
            begin = end;
        }
        return pieces;
    }

    private static Bar bar(Placed one, int begin, int end, Map<String, Integer> colours) {
        boolean start = one.begin() == begin;
        return new Bar(
                one.lane(),
                colours.getOrDefault(one.mark().label(), 0),
                start ? label(one.mark()) : "",
                one.mark().title(),
                start,
                one.end() == end);
    }
}
