package io.bouquet.jobs.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.jobs.InputError;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobItem;
import io.bouquet.jobs.JobItems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileItemsTest {
    private static final int LIMIT = 40;

    @Test
    void readsLinesOfText() {
        assertThat(values(JobFormat.TEXT, "\uFEFFone\r\n\n  \ntwo \"quoted\", äöü 😀\nthree"))
                .containsExactly(
                        Map.of("text", "one"), Map.of("text", "two \"quoted\", äöü 😀"), Map.of("text", "three"));
        assertThat(values(JobFormat.TEXT, "")).isEmpty();
        assertThat(values(JobFormat.TEXT, "\n\n")).isEmpty();
    }

    @Test
    void namesTheLineThatIsNotUtf8AndReadsOn() {
        byte[] file = "one\ntwo\nthree\n".getBytes(StandardCharsets.ISO_8859_1);
        file[5] = (byte) 0xE4;
        List<JobItem> items = items(JobFormat.TEXT, file);
        assertThat(items).hasSize(3);
        assertThat(problem(items.get(1))).isEqualTo("body, line 2: is not UTF-8");
        assertThat(items.get(2).value()).isEqualTo(Map.of("text", "three"));
    }

    @Test
    void refusesALineThatIsTooLongAndReadsOn() {
        List<JobItem> items = items(JobFormat.TEXT, "a".repeat(LIMIT) + "\n" + "b".repeat(20_000) + "\nc");
        assertThat(items).hasSize(3);
        assertThat(items.get(0).error()).isNull();
        assertThat(problem(items.get(1))).isEqualTo("body, line 2: is longer than 40 bytes, the limit");
        assertThat(items.get(2).value()).isEqualTo(Map.of("text", "c"));
    }

    @Test
    void readsLinesOfJson() {
        assertThat(values(JobFormat.NDJSON, "{\"text\":\"a\\nb\",\"id\":1}\r\n\n{\"text\":\"c\"}"))
                .containsExactly(Map.of("text", "a\nb", "id", 1), Map.of("text", "c"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"text\":\"a\"; column",
                "{\"text\":\"a\"} {}; column",
                "{\"a\":1,\"a\":2}; Duplicate",
                "nonsense; column 9",
            })
    void namesTheLineThatIsNotJson(String line, String message) {
        List<JobItem> items = items(JobFormat.NDJSON, "{\"text\":\"a\"}\n" + line + "\n{\"text\":\"b\"}\n");
        assertThat(items).hasSize(3);
        assertThat(problem(items.get(1)))
                .startsWith("body, line 2: is not JSON: column ")
                .contains(message);
    }

    @Test
    void readsCsvByRfc4180() {
        assertThat(
                        values(
                                JobFormat.CSV,
                                "id,text\r\n1,plain\r\n\"2\",\"with, comma\"\r\n3,\"with \"\"quotes\"\"\"\r\n4,\"two\r\nlines\"\r\n5,\r\n"))
                .containsExactly(
                        Map.of("id", "1", "text", "plain"),
                        Map.of("id", "2", "text", "with, comma"),
                        Map.of("id", "3", "text", "with \"quotes\""),
                        Map.of("id", "4", "text", "two\r\nlines"),
                        Map.of("id", "5", "text", ""));
        assertThat(values(JobFormat.CSV, "text\nlast line without an end"))
                .containsExactly(Map.of("text", "last line without an end"));
    }

    @Test
    void countsTheLinesOfQuotedFields() {
        List<JobItem> items = items(JobFormat.CSV, "text\n\"one\ntwo\n\"\n\nfour \"x\"\nfive\n");
        assertThat(items).hasSize(3);
        assertThat(items.get(0).value()).isEqualTo(Map.of("text", "one\ntwo\n"));
        assertThat(problem(items.get(1))).startsWith("body, line 6: has a quote in field 1");
        assertThat(items.get(2).place()).isEqualTo(List.of("body", "line", 7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "'a,b,c'; 'has 3 fields; the header has 2 columns'",
                "'a'; 'has 1 fields; the header has 2 columns'",
                "'\"a\"b,c'; 'after the closing quote of field 1'",
                "'a,\"b'; 'begins a quoted field that does not end'",
            })
    void namesTheLineOfAMalformedRecord(String record, String message) {
        List<JobItem> items = items(JobFormat.CSV, "id,text\n1,good\n" + record);
        assertThat(items).hasSize(2);
        assertThat(problem(items.get(1))).startsWith("body, line 3: ").contains(message);
    }

    @Test
    void stopsAfterAQuoteThatDoesNotCloseWithinTheLimit() {
        List<JobItem> items = items(JobFormat.CSV, "text\n\"" + "line\n".repeat(1_000));
        assertThat(items).hasSize(1);
        assertThat(problem(items.get(0))).contains("line 2: begins a record of more than 40 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id;text|names no column 'text'; it names: id;text; fields are separated by commas",
                "id,body|names no column 'text'; it names: id, body",
                "text,text|names a column twice",
            })
    void refusesAHeaderThatDoesNotFit(String header, String message) {
        List<JobItem> items = items(JobFormat.CSV, header + "\n1,2\n3,4\n");
        assertThat(items).hasSize(1);
        assertThat(problem(items.get(0))).isEqualTo("body, line 1: " + message);
    }

    private static String problem(JobItem item) {
        InputError error = Objects.requireNonNull(item.error());
        return error.below(item.place()).text();
    }

    private static List<Object> values(JobFormat format, String file) {
        List<Object> values = new ArrayList<>();
        for (JobItem item : items(format, file)) {
            assertThat(item.error()).isNull();
            values.add(item.value());
        }
        return values;
    }

    private static List<JobItem> items(JobFormat format, String file) {
        return items(format, file.getBytes(StandardCharsets.UTF_8));
    }

    private static List<JobItem> items(JobFormat format, byte[] file) {
        try {
            JobItems items = FileItems.of(format, new ByteArrayInputStream(file), LIMIT);
            List<JobItem> all = new ArrayList<>();
            for (Optional<JobItem> item = items.next(); item.isPresent(); item = items.next()) {
                all.add(item.get());
            }
            return all;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
