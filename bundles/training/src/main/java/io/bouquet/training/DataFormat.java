package io.bouquet.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The format of a file with labelled texts, in UTF-8. */
public enum DataFormat {
    /**
     * Lines with a label, a tab and a text; or a header with the columns {@code text} and {@code label}, and lines with
     * these columns.
     */
    TSV("tab-separated", List.of("tsv", "txt")),
    /** Comma-separated values (RFC 4180) with a header that has the columns {@code text} and {@code label}. */
    CSV("comma-separated", List.of("csv")),
    /**
     * An object in each line: {@code text}, and one of {@code label}, {@code labels} or {@code layers}, which are those
     * of an answer of the platform.
     */
    JSON_LINES("JSON lines", List.of("jsonl", "ndjson")),
    /** A token, white space and its BIO tag in each line, and an empty line after each sentence (CoNLL 2003). */
    BIO("BIO", List.of("bio", "iob", "conll")),
    /** Sentences of Universal Dependencies with ten columns. */
    CONLL_U("CoNLL-U", List.of("conllu")),
    /** A ZIP with pairs of a text {@code x.txt} and its annotations {@code x.ann} (brat standoff). */
    BRAT("brat", List.of("zip"));

    private final String title;
    private final List<String> extensions;

    DataFormat(String title, List<String> extensions) {
        this.title = title;
        this.extensions = extensions;
    }

    /** Name for users. */
    public String title() {
        return title;
    }

    /** Returns the format of a file by the end of its name; empty if the name has no known end. */
    public static Optional<DataFormat> ofFile(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.extensions.contains(extension))
                .findFirst();
    }

    /** Returns the ends of file names of all formats, for messages. */
    public static String allExtensions() {
        return Arrays.stream(values())
                .flatMap(format -> format.extensions.stream())
                .map(extension -> "." + extension)
                .collect(Collectors.joining(", "));
    }
}
