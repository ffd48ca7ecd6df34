package io.bouquet.testkit;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares annotations with a file that people review. Run the tests with {@code -Dgolden.update=true} to write the files, and
 * look at the difference before you commit it.
 *
 * <pre>{@code
 * GoldenFiles.check("src/test/golden/shouts.txt", taggers.annotate("I said NO!", "shouts"));
 * }</pre>
 *
 * <p>The file has each text, and a line for each annotation with its offsets, its part of the text and its label. Scores are not
 * in it, since they change with each training of a model.
 */
public final class GoldenFiles {
    private static final String UPDATE = "golden.update";
    private static final int CONTEXT = 2;

    private GoldenFiles() {}

    /**
     * Compares annotated texts with a file.
     *
     * @param file relative to the folder of the module
     * @throws AssertionError if they differ, with the difference, or if there is no file
     */
    public static void check(String file, AnnotatedText... texts) {
        StringBuilder all = new StringBuilder();
        for (AnnotatedText text : texts) {
            all.append(all.isEmpty() ? "" : "\n").append(format(text));
        }
        check(file, all.toString());
    }

    /** Compares any text with a file; see {@link #check(String, AnnotatedText...)}. */
    public static void check(String file, String actual) {
        Path path = Path.of(file);
        String ended = actual.endsWith("\n") ? actual : actual + "\n";
        try {
            if (Boolean.getBoolean(UPDATE)) {
                Path folder = path.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                Files.writeString(path, ended);
                return;
            }
            if (!Files.exists(path)) {
                throw new AssertionError("there is no golden file " + path + "; run the test with -D" + UPDATE
                        + "=true to create it, and review it. It would have:\n\n" + ended);
            }
            List<String> expected = Files.readString(path).lines().toList();
            List<String> found = ended.lines().toList();
            if (!expected.equals(found)) {
                throw new AssertionError(path + " differs (- expected, + found); if this is right, run the test with -D"
                        + UPDATE + "=true and review the file:\n\n" + difference(expected, found));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the golden file " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Returns a text with its annotations, as golden files have it. */
    static String format(AnnotatedText text) {
        StringBuilder out = new StringBuilder("text")
                .append(text.language().isEmpty() ? "" : " (" + text.language() + ")")
                .append('\n');
        text.text().lines().forEach(line -> out.append(("    " + line).stripTrailing())
                .append('\n'));
        for (Map.Entry<String, List<Annotation>> layer :
                new TreeMap<>(text.layers().asMap()).entrySet()) {
            out.append(layer.getKey())
                    .append(layer.getValue().isEmpty() ? ": none" : "")
                    .append('\n');
            List<Annotation> sorted = new ArrayList<>(layer.getValue());
            sorted.sort(Comparator.comparingInt((Annotation one) -> one.span().begin())
                    .thenComparingInt(one -> one.span().end()));
            sorted.forEach(one -> out.append(line(text, one)).append('\n'));
        }
        return out.toString();
    }

    private static String line(AnnotatedText text, Annotation one) {
        String covered = text.textOf(one);
        String shown = covered.equals(text.text()) ? "(all)" : "[" + covered.replace("\n", "\\n") + "]";
        String line = "    %5s  %s  %s"
                .formatted(one.span().begin() + "-" + one.span().end(), shown, one.label());
        StringBuilder out = new StringBuilder(line.stripTrailing());
        new TreeMap<>(one.attributes())
                .forEach((name, value) ->
                        out.append("  ").append(name).append('=').append(value.replace("\n", "\\n")));
        return out.toString();
    }

    /** Returns the lines that differ, with some around them. */
    static String difference(List<String> expected, List<String> found) {
        List<String> lines = compare(expected, found);
        StringBuilder out = new StringBuilder();
        boolean isSkipping = false;
        for (int i = 0; i < lines.size(); i++) {
            boolean isNear = false;
            for (int j = Math.max(0, i - CONTEXT); j <= Math.min(lines.size() - 1, i + CONTEXT); j++) {
                isNear |= lines.get(j).charAt(0) != ' ';
            }
            if (isNear) {
                out.append(lines.get(i)).append('\n');
            } else if (!isSkipping) {
                out.append("  …\n");
            }
            isSkipping = !isNear;
        }
        return out.toString();
    }

    /** Returns all lines, with a minus before those only expected and a plus before those only found. */
    private static List<String> compare(List<String> expected, List<String> found) {
        int[][] common = new int[expected.size() + 1][found.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = found.size() - 1; j >= 0; j--) {
                common[i][j] = expected.get(i).equals(found.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < found.size()) {
            if (i < expected.size() && j < found.size() && expected.get(i).equals(found.get(j))) {
                lines.add("  " + expected.get(i++));
                j++;
            } else if (j == found.size() || i < expected.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("- " + expected.get(i++));
            } else {
                lines.add("+ " + found.get(j++));
            }
        }
        return lines;
    }
}
