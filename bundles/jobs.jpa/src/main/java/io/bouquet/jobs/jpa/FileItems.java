package io.bouquet.jobs.jpa;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobItem;
import io.bouquet.jobs.JobItems;
import io.bouquet.jobs.jpa.Lines.Line;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents of a file with one document in each line. */
final class FileItems implements JobItems {
    private final Lines lines;
    private final Form form;

    /** Reads the document of a line. */
    private interface Form {
        JobItem read(List<Object> place, String line);
    }

    private FileItems(Lines lines, Form form) {
        this.lines = lines;
        this.form = form;
    }

    /** @param maxItemBytes length of the longest document */
    static JobItems of(JobFormat format, InputStream file, int maxItemBytes) {
        Lines lines = new Lines(file, maxItemBytes);
        return switch (format) {
            case TEXT -> new FileItems(lines, (place, line) -> JobItem.of(place, Map.of("text", line)));
            case NDJSON -> new FileItems(lines, FileItems::parse);
            case CSV -> new CsvItems(lines, maxItemBytes);
        };
    }

    static List<Object> place(int line) {
        return List.of("body", "line", line);
    }

    @Override
    public Optional<JobItem> next() throws IOException {
        for (Line line = lines.next(); line != null; line = lines.next()) {
            List<Object> place = place(line.number());
            if (!line.problem().isEmpty()) {
                return Optional.of(JobItem.invalid(place, "value_error", line.problem()));
            }
            if (!line.text().isBlank()) {
                return Optional.of(form.read(place, line.withoutReturn()));
            }
        }
        return Optional.empty();
    }

    private static JobItem parse(List<Object> place, String line) {
        try {
            return JobItem.of(place, JsonText.parse(line));
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            String what = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
            return JobItem.invalid(
                    place,
                    "json_invalid",
                    "is not JSON: column " + (where == null ? 1 : where.getColumnNr()) + ": " + what);
        }
    }
}
