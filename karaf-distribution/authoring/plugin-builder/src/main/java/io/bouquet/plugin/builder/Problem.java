package io.bouquet.plugin.builder;

/**
 * An error or a warning of the compiler.
 *
 * @param file       the source file; the empty string if the problem is not in a source file
 * @param line       from 1; 0 if unknown
 * @param column     from 1, with tabs to multiples of 8; 0 if unknown
 * @param sourceLine the line with the problem, with tabs expanded; the empty string if unknown
 */
public record Problem(boolean isError, String file, long line, long column, String message, String sourceLine) {
    private static final int TAB = 8;

    /** Returns the source line with spaces instead of tabs, so that a column is a number of characters. */
    static String expanded(String line) {
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\t') {
                expanded.append(" ".repeat(TAB - expanded.length() % TAB));
            } else {
                expanded.append(line.charAt(i));
            }
        }
        return expanded.toString();
    }

    /** Returns this problem with another name of the file, for display. */
    public Problem in(String shownFile) {
        return new Problem(isError, shownFile, line, column, message, sourceLine);
    }

    /** Returns the file, the position, the message, the source line and a mark below the column. */
    public String text() {
        String place = file.isEmpty() ? "" : file + (line > 0 ? ":" + line + ":" + column : "") + ": ";
        String text = place + (isError ? "" : "warning: ") + message;
        return sourceLine.isEmpty()
                ? text
                : text + "\n" + sourceLine + "\n" + " ".repeat((int) Math.max(0, column - 1)) + "^";
    }
}
