package io.bouquet.jobs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The format of a file with documents, in UTF-8. */
public enum JobFormat {
    /** Each line is the text of a document; blank lines are skipped. */
    TEXT(List.of("text/plain"), List.of("txt")),
    /** Comma-separated values by RFC 4180 with a header. The column {@code text} is required. */
    CSV(List.of("text/csv"), List.of("csv")),
    /** Each line is a JSON object; blank lines are skipped. */
    NDJSON(
            List.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"),
            List.of("ndjson", "jsonl"));

    private final List<String> mediaTypes;
    private final List<String> extensions;

    JobFormat(List<String> mediaTypes, List<String> extensions) {
        this.mediaTypes = mediaTypes;
        this.extensions = extensions;
    }

    /** Returns the format of a media type without parameters, such as {@code text/csv}. */
    public static Optional<JobFormat> ofMediaType(String mediaType) {
        String lower = mediaType.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.mediaTypes.contains(lower))
                .findFirst();
    }

    /** Returns the format of a file by the end of its name. */
    public static Optional<JobFormat> ofFile(String name) {
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
