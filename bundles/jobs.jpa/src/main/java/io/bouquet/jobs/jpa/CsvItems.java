package io.bouquet.jobs.jpa;

import io.bouquet.jobs.JobItem;
import io.bouquet.jobs.JobItems;
import io.bouquet.jobs.jpa.Lines.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a CSV file (RFC 4180), whose first record names the columns. Lines may end in CR LF or LF; blank lines
 * between records are skipped. Written here, since the libraries neither continue after a malformed record, nor give its
 * line, nor limit the length of a record as it is needed.
 */
final class CsvItems implements JobItems {
    private static final String TEXT = "text";

    private final Lines lines;
    private final int maxCharacters;
    private @Nullable List<String> columns;
    private boolean ended;

    /** @param maxCharacters length of the longest record */
    CsvItems(Lines lines, int maxCharacters) {
        this.lines = lines;
        this.maxCharacters = maxCharacters;
    }

    /**
     * A record.
     *
     * @param line    the line in which it begins
     * @param problem why it is malformed; the empty string if it is not
     */
    private record CsvRecord(int line, List<String> fields, String problem) {}

    @Override
    public Optional<JobItem> next() throws IOException {
        List<String> names = columns;
        CsvRecord read = ended ? null : read();
        if (read == null) {
            return Optional.empty();
        }
        List<Object> place = FileItems.place(read.line());
        if (!read.problem().isEmpty()) {
            // without a header, no record can be understood
            ended |= names == null;
            return Optional.of(JobItem.invalid(place, "value_error", read.problem()));
        }
        if (names == null) {
            String problem = headerProblem(read.fields());
            if (!problem.isEmpty()) {
                ended = true;
                return Optional.of(JobItem.invalid(place, "value_error", problem));
            }
            columns = read.fields();
            return next();
        }
        if (read.fields().size() != names.size()) {
            return Optional.of(JobItem.invalid(
                    place,
                    "value_error",
                    "has " + read.fields().size() + " fields; the header has " + names.size() + " columns"));
        }
        Map<String, Object> value = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            value.put(names.get(i), read.fields().get(i));
        }
        return Optional.of(JobItem.of(place, value));
    }

    private static String headerProblem(List<String> names) {
        if (!names.contains(TEXT)) {
            String all = String.join(", ", names);
            return "names no column 'text'; it names: "
                    + (all.length() <= 200 ? all : all.substring(0, 200) + "…")
                    + (names.size() == 1 && names.get(0).matches(".*[;\t].*")
                            ? "; fields are separated by commas"
                            : "");
        }
        return new HashSet<>(names).size() < names.size() ? "names a column twice" : "";
    }

    /** Returns null after the last record. */
    private @Nullable CsvRecord read() throws IOException {
        Line line = lines.next();
        while (line != null && line.problem().isEmpty() && line.text().isBlank()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        int first = line.number();
        RecordParser parser = new RecordParser();
        int length = 0;
        while (true) {
            if (!line.problem().isEmpty()) {
                ended |= parser.isQuoted();
                return new CsvRecord(
                        first,
                        List.of(),
                        (line.number() > first ? "line " + line.number() + " " : "") + line.problem());
            }
            length += line.text().length() + 1;
            if (length > maxCharacters) {
                ended = true;
                return new CsvRecord(
                        first,
                        List.of(),
                        "begins a record of more than " + maxCharacters
                                + " characters, the limit; a quote may be missing");
            }
            parser.read(line.text());
            if (!parser.problem().isEmpty()) {
                return new CsvRecord(first, List.of(), parser.problem());
            }
            if (!parser.isQuoted()) {
                return new CsvRecord(first, parser.fields(), "");
            }
            parser.feed();
            line = lines.next();
            if (line == null) {
                ended = true;
                return new CsvRecord(first, List.of(), "begins a quoted field that does not end");
            }
        }
    }

    /** Splits a record into its fields; a quoted field may go over several lines. */
    private static final class RecordParser {
        private enum State {
            /** At the begin of a field. */
            BEGIN,
            PLAIN,
            QUOTED,
            /** After the closing quote. */
            CLOSED
        }

        private final List<String> fields = new ArrayList<>();
        private final StringBuilder field = new StringBuilder();
        private State state = State.BEGIN;
        private String problem = "";

        void read(String line) {
            for (int i = 0; i < line.length() && problem.isEmpty(); i++) {
                char c = line.charAt(i);
                boolean isReturnAtEnd = c == '\r' && i + 1 == line.length();
                if (state == State.QUOTED) {
                    if (c != '"') {
                        field.append(c);
                    } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                        field.append(c);
                        i++;
                    } else {
                        state = State.CLOSED;
                    }
                } else if (isReturnAtEnd) {
                    break;
                } else if (c == ',') {
                    end();
                } else if (state == State.CLOSED) {
                    problem = "has '" + Character.toString(line.codePointAt(i))
                            + "' after the closing quote of field " + (fields.size() + 1)
                            + "; a quote within a field is written twice";
                } else if (c != '"') {
                    field.append(c);
                    state = State.PLAIN;
                } else if (state == State.BEGIN) {
                    state = State.QUOTED;
                } else {
                    problem = "has a quote in field " + (fields.size() + 1)
                            + ", which does not begin with one; such a field must be in quotes";
                }
            }
        }

        /** Continues a quoted field in the next line. */
        void feed() {
            field.append('\n');
        }

        boolean isQuoted() {
            return state == State.QUOTED;
        }

        String problem() {
            return problem;
        }

        /** Ends the record and returns its fields. */
        List<String> fields() {
            end();
            return fields;
        }

        private void end() {
            fields.add(field.toString());
            field.setLength(0);
            state = State.BEGIN;
        }
    }
}
