package io.bouquet.tagging.shell;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.karaf.shell.support.table.Row;
import org.apache.karaf.shell.support.table.ShellTable;

/** Prints each layer as a table. Layers with one annotation for each token share the table of the tokens. */
final class LayerTables {
    private static final int WIDTH = 60;

    /** Control characters, and marks that change the text direction. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]");

    private final String text;
    private final Layers layers;

    LayerTables(String text, Layers layers) {
        this.text = text;
        this.layers = layers;
    }

    void print(PrintStream out) {
        List<Span> tokens = spans(Layers.TOKENS);
        List<String> ofTokens = layers.names().stream()
                .filter(layer -> !layer.equals(Layers.TOKENS)
                        && !tokens.isEmpty()
                        && spans(layer).equals(tokens))
                .toList();
        for (String layer : layers.names()) {
            if (layer.equals(Layers.TOKENS)) {
                tokens(ofTokens, out);
            } else if (!ofTokens.contains(layer)) {
                layer(layer, out);
            }
        }
    }

    private void tokens(List<String> ofTokens, PrintStream out) {
        ShellTable table = start("Begin", "End", "Token");
        ofTokens.forEach(table::column);
        List<Annotation> tokens = layers.get(Layers.TOKENS);
        for (int i = 0; i < tokens.size(); i++) {
            Row row = table.addRow();
            Span span = tokens.get(i).span();
            row.addContent(span.begin(), span.end(), printable(span));
            for (String layer : ofTokens) {
                row.addContent(layers.get(layer).get(i).label());
            }
        }
        List<String> names = new ArrayList<>(List.of(Layers.TOKENS));
        names.addAll(ofTokens);
        finish(String.join(", ", names), table, out);
    }

    private void layer(String name, PrintStream out) {
        ShellTable table = start("Begin", "End", "Text", "Label", "Score");
        List<Annotation> annotations = layers.get(name);
        boolean attributes = annotations.stream()
                .anyMatch(annotation -> !annotation.attributes().isEmpty());
        if (attributes) {
            table.column("Attributes");
        }
        for (Annotation annotation : annotations) {
            Row row = table.addRow();
            row.addContent(
                    annotation.span().begin(),
                    annotation.span().end(),
                    printable(annotation.span()),
                    printable(annotation.label()),
                    annotation.hasScore() ? String.format(Locale.ROOT, "%.2f", annotation.score()) : "");
            if (attributes) {
                row.addContent(printable(new TreeMap<>(annotation.attributes()).toString()));
            }
        }
        finish(name, table, out);
    }

    private static ShellTable start(String... columns) {
        ShellTable table = new ShellTable();
        for (String column : columns) {
            table.column(column);
        }
        return table.emptyTableText("nothing found");
    }

    private static void finish(String name, ShellTable table, PrintStream out) {
        out.println();
        out.println(name);
        table.print(out);
    }

    private List<Span> spans(String layer) {
        return layers.get(layer).stream().map(Annotation::span).toList();
    }

    private String printable(Span span) {
        // a sentence may be very long
        int end = Math.min(span.end(), span.begin() + WIDTH);
        return printable(text.substring(span.begin(), end)) + (end < span.end() ? "…" : "");
    }

    /** Returns a text without line breaks and other control characters of a terminal. */
    static String printable(String any) {
        return UNPRINTABLE.matcher(any).replaceAll(" ");
    }
}
