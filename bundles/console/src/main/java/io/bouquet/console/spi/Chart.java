package io.bouquet.console.spi;

import java.util.List;
import java.util.Locale;

/**
 * Values for the partial {@code console/chart}: a table, above which the console's script draws a picture. Without the
 * script, and for screen readers, there is the table.
 *
 * @param kind    what is drawn
 * @param title   caption of the table and name of the picture
 * @param columns headings; the first is the horizontal axis
 * @param rows    values, in the order of the columns
 * @param note    a sentence below the picture; may be empty
 */
public record Chart(Kind kind, String title, List<String> columns, List<Row> rows, String note) {
    public Chart {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** A kind of picture. */
    public enum Kind {
        /** Bars for the names in the first column, one for each further column. */
        BARS,
        /** Points: the first two columns are the coordinates, and the group has a colour. */
        POINTS,
        /** A line of rates over scores, both 0..1, with the diagonal of perfect scores. */
        CALIBRATION
    }

    /**
     * A line of the table.
     *
     * @param group groups points by colour; empty for other charts
     * @param name  what a point stands for; empty for other charts
     * @param href  address of what the row stands for; may be empty
     */
    public record Row(List<Cell> cells, String group, String name, String href) {
        public Row {
            cells = List.copyOf(cells);
        }

        public Row(Cell... cells) {
            this(List.of(cells), "", "", "");
        }
    }

    /**
     * A value.
     *
     * @param text   for the table
     * @param number for the picture; the empty string if it is a name
     */
    public record Cell(String text, String number) {
        public static Cell of(String name) {
            return new Cell(name, "");
        }

        /** Shows a number with three decimals. */
        public static Cell of(double number) {
            return new Cell(String.format(Locale.ROOT, "%.3f", number), Double.toString(number));
        }

        public static Cell of(int number) {
            return new Cell(String.format(Locale.ROOT, "%,d", number), Integer.toString(number));
        }
    }

    /** Returns the kind for the script. */
    public String drawn() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the rows have groups and names. */
    public boolean hasPoints() {
        return kind == Kind.POINTS;
    }
}
