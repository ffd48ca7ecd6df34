package io.bouquet.tagging.console;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How alike the vectors of parts of a text are: the cosine of each pair, as a table with shades. */
record Likeness(List<Line> lines, String cut) {
    private static final int MOST = 12;

    /** @param cells one for each line */
    record Line(int number, String text, List<Cell> cells) {}

    /** @param shade class of the style sheet, {@code h0} to {@code h9} */
    record Cell(String value, String shade) {}

    static Likeness of(String text, List<Annotation> parts) {
        List<Annotation> shown = parts.stream()
                .filter(part -> !part.vector().isEmpty())
                .limit(MOST)
                .toList();
        List<Line> lines = new ArrayList<>();
        for (Annotation part : shown) {
            lines.add(new Line(
                    lines.size() + 1,
                    LayerView.in(text, part.span()),
                    shown.stream()
                            .map(other -> cell(part.vector(), other.vector()))
                            .toList()));
        }
        return new Likeness(
                lines,
                parts.size() > shown.size()
                        ? String.format(Locale.ROOT, "The first %,d of %,d are compared.", shown.size(), parts.size())
                        : "");
    }

    private static Cell cell(Vector one, Vector other) {
        double cosine = one.size() == other.size() ? one.cosine(other) : 0;
        return new Cell(
                String.format(Locale.ROOT, "%.2f", cosine),
                "h" + (int) Math.max(0, Math.min(9, Math.floor(10 * cosine))));
    }
}
