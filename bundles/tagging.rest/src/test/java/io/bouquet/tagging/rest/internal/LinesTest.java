package io.bouquet.tagging.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    private static final int LIMIT = 100_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 70_000})
    void cutsABodyIntoLinesHoweverItArrives(int chunk) throws Exception {
        String longest = "x".repeat(LIMIT);
        assertThat(all("a\r\nbc\n\n" + longest + "\n\r\nlast", chunk))
                .containsExactly("1 a", "2 bc", "3 ", "4 " + longest, "5 ", "6 last");
        assertThat(all("a\n", chunk)).containsExactly("1 a");
        assertThat(all("", chunk)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 70_000, 1_000_000})
    void skipsALineThatIsTooLong(int chunk) throws Exception {
        assertThat(all("a\n" + "x".repeat(LIMIT + 1) + "\nb\n" + "y".repeat(5 * LIMIT), chunk))
                .containsExactly("1 a", "2 too long", "3 b", "4 too long");
    }

    @Test
    void isReadyOnceALineIsThereAndAtTheEnd() throws Exception {
        Chunks body = new Chunks("a\nbc\n", 1);
        Lines lines = new Lines(body, LIMIT);
        body.arrived = 1;
        assertThat(lines.isReady()).isFalse();
        body.arrived = 4;
        assertThat(lines.isReady()).isTrue();
        assertThat(text(lines.next())).isEqualTo("1 a");
        assertThat(lines.isReady()).isFalse();
        body.arrived = 5;
        assertThat(lines.isReady()).isTrue();
        assertThat(text(lines.next())).isEqualTo("2 bc");
        assertThat(lines.next()).isNull();
        assertThat(lines.isReady()).isTrue();
        assertThat(lines.number()).isEqualTo(2);
    }

    private static List<String> all(String body, int chunk) throws IOException {
        Lines lines = new Lines(new Chunks(body, chunk), LIMIT);
        List<String> all = new ArrayList<>();
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            all.add(text(line));
        }
        return all;
    }

    private static String text(Lines.Line line) {
        byte[] bytes = line.bytes();
        return line.number() + " " + (bytes == null ? "too long" : new String(bytes, StandardCharsets.UTF_8));
    }

    /** Arrives in small pieces. */
    private static final class Chunks extends InputStream {
        private final InputStream body;
        private final int size;
        private final int length;
        int arrived;

        Chunks(String body, int size) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            this.body = new ByteArrayInputStream(bytes);
            this.size = size;
            this.length = bytes.length;
        }

        @Override
        public int read() throws IOException {
            return body.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int wanted) throws IOException {
            return body.read(bytes, offset, Math.min(wanted, size));
        }

        @Override
        public int available() throws IOException {
            return Math.max(0, arrived - (length - body.available()));
        }
    }
}
