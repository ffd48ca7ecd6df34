package io.bouquet.console.spi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A text that is divided where its marks begin and end, for the partial {@code console/marked}. Marks may nest. If two
 * marks cross, the later one is split at the end of the earlier one, and its parts are shown as joined. For marks that
 * overlap much, {@link LanedText} is clearer.
 *
 * @param parts  parts of the text, in order
 * @param legend the labels, in the order of their first mark
 * @param hidden number of marks that are not shown because they are nested too deeply
 */
public record MarkedText(List<Part> parts, List<LegendEntry> legend, int hidden) {
    /** Classes {@code c0} to {@code c11} of the style sheet. */
    private static final int COLOURS = 12;

    private static final int DEEPEST = 6;

    /** Fixed colours, so that common labels look the same on every page. */
    private static final Map<String, Integer> FIXED = Map.ofEntries(
            Map.entry("person", 0),
            Map.entry("organization", 1),
            Map.entry("organisation", 1),
            Map.entry("location", 2),
            Map.entry("date", 3),
            Map.entry("time", 3),
            Map.entry("money", 4),
            Map.entry("misc", 5));

    public MarkedText {
        parts = List.copyOf(parts);
        legend = List.copyOf(legend);
    }

    /**
     * A span of the text to mark, in UTF-16 offsets.
     *
     * @param title tooltip of the mark; may be empty
     * @param score confidence, 0..1, which the mark shows; {@link Double#NaN} if there is none
     */
    public record Mark(int begin, int end, String label, String title, double score) {
        /** Creates a mark without a score. */
        public Mark(int begin, int end, String label, String title) {
            this(begin, end, label, title, Double.NaN);
        }

        /** Returns the score in percent, such as {@code 98%}; the empty string if there is none. */
        String percent() {
            return Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%.0f%%", 100 * score);
        }

        /** Returns a class of the style sheet, {@code s0} to {@code s4} from unsure to sure; empty without a score. */
        String sureness() {
            return Double.isNaN(score) ? "" : "s" + (int) Math.max(0, Math.min(4, Math.floor(5 * score)));
        }
    }

    /** The start of a mark, text, or the end of a mark. */
    public record Part(
            @Nullable Edge open, String text, @Nullable Edge close) {}

    /**
     * The start or end of a mark, or of a part of one.
     *
     * @param colour a number for the class {@code c0}, {@code c1}, …
     * @param before whether this continues an earlier part of the mark
     * @param after  whether a later part continues this one
     * @param score  score in percent; the empty string if there is none
     * @param sure   a class for the score; the empty string if there is none
     */
    public record Edge(
            String label, String title, int colour, boolean before, boolean after, String score, String sure) {}

    /** A label with its colour and its number of marks. */
    public record LegendEntry(String label, int colour, long count) {}

    /** Returns whether some marks are not shown. */
    public boolean deep() {
        return hidden > 0;
    }

    /** Divides a text. Marks are cut at the end of the text, and never split a surrogate pair. */
    public static MarkedText of(String text, List<Mark> marks) {
        Map<String, Long> counts = new LinkedHashMap<>();
        PriorityQueue<Pending> pending = new PriorityQueue<>(Comparator.comparingInt(Pending::begin)
                .thenComparing(Comparator.comparingInt(Pending::end).reversed())
                .thenComparingInt(Pending::order));
        List<Mark> ordered = marks.stream()
                .filter(mark -> mark.begin() < text.length() || mark.begin() == 0)
                .sorted(Comparator.comparingInt(Mark::begin))
                .toList();
        for (Mark mark : ordered) {
            int begin = snap(text, Math.max(0, mark.begin()), -1);
            int end = snap(text, Math.max(begin, Math.min(text.length(), mark.end())), 1);
            counts.merge(mark.label(), 1L, Long::sum);
            pending.add(new Pending(begin, end, pending.size(), mark, false));
        }
        Map<String, Integer> colours = colours(counts);
        Cutter cutter = new Cutter(text, colours);
        cutter.cut(pending);
        return new MarkedText(
                cutter.parts,
                counts.entrySet().stream()
                        .map(entry -> new LegendEntry(
                                entry.getKey(), colours.getOrDefault(entry.getKey(), 0), entry.getValue()))
                        .toList(),
                cutter.hidden);
    }

    static int snap(String text, int offset, int direction) {
        return offset > 0
                        && offset < text.length()
                        && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset))
                ? offset + direction
                : offset;
    }

    /** Derives colours from the labels' hashes, so that a label usually has the same colour in every text. */
    static Map<String, Integer> colours(Map<String, Long> labels) {
        Map<String, Integer> colours = new LinkedHashMap<>();
        labels.keySet().forEach(label -> {
            Integer fixed = FIXED.get(label);
            if (fixed != null) {
                colours.put(label, fixed);
            }
        });
        for (String label : labels.keySet()) {
            int colour = Math.floorMod(label.hashCode(), COLOURS);
            for (int tried = 0; tried < COLOURS && colours.containsValue(colour); tried++) {
                colour = (colour + 1) % COLOURS;
            }
            colours.putIfAbsent(label, colour);
        }
        return colours;
    }

    private record Pending(int begin, int end, int order, Mark mark, boolean before) {}

    /** Reads the text once, with the open marks on a stack. */
    private static final class Cutter {
        private final String text;
        private final Map<String, Integer> colours;
        private final List<Part> parts = new ArrayList<>();
        private final Deque<Pending> open = new ArrayDeque<>();
        private final Deque<Edge> edges = new ArrayDeque<>();
        private int position;
        private int hidden;

        Cutter(String text, Map<String, Integer> colours) {
            this.text = text;
            this.colours = colours;
        }

        void cut(PriorityQueue<Pending> pending) {
            while (!pending.isEmpty() || !open.isEmpty()) {
                Pending next = pending.peek();
                Pending top = open.peek();
                if (next == null || top != null && top.end() <= next.begin()) {
                    close();
                } else {
                    pending.remove();
                    open(next, top, pending);
                }
            }
            copyTo(text.length());
        }

        private void open(Pending next, @Nullable Pending top, PriorityQueue<Pending> pending) {
            if (open.size() == DEEPEST) {
                hidden++;
                return;
            }
            boolean crosses = top != null && next.end() > top.end();
            Pending shown = next;
            if (top != null && crosses) {
                shown = new Pending(next.begin(), top.end(), next.order(), next.mark(), next.before());
                pending.add(new Pending(top.end(), next.end(), next.order(), next.mark(), true));
            }
            copyTo(next.begin());
            Mark mark = next.mark();
            Edge edge = new Edge(
                    mark.label(),
                    mark.title(),
                    colours.getOrDefault(mark.label(), 0),
                    next.before(),
                    crosses,
                    mark.percent(),
                    mark.sureness());
            parts.add(new Part(edge, "", null));
            open.push(shown);
            edges.push(edge);
        }

        private void close() {
            copyTo(open.pop().end());
            parts.add(new Part(null, "", edges.pop()));
        }

        private void copyTo(int end) {
            if (end > position) {
                parts.add(new Part(null, text.substring(position, end), null));
                position = end;
            }
        }
    }
}
