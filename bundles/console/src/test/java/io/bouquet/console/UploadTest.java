package io.bouquet.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.console.spi.PageException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UploadTest {
    private static final String HEAD =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jar\"\r\n\r\n";

    @Test
    void givesEachPartWhateverComesInAtOnce() throws Exception {
        // bytes that look like the beginning of a delimiter
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        for (int i = 0; i + 4 < content.length; i += 37) {
            System.arraycopy("\r\n--".getBytes(StandardCharsets.US_ASCII), 0, content, i, 4);
        }
        String head = "--bound\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n--bound\r\n"
                + "content-type: x/y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"é.jar\"\r\n\r\n";
        byte[] body = join(head.getBytes(StandardCharsets.UTF_8), content, "\r\n--bound--\r\n");

        for (int atOnce : new int[] {1, 7, 8192, body.length}) {
            Multipart parts = new Multipart(slow(body, atOnce), "bound");
            assertThat(parts.next()).hasValue(" form-data; name=\"csrf\"");
            assertThat(parts.readAllBytes()).asString().isEqualTo("token");
            assertThat(parts.next()).hasValue(" form-data; name=\"file\"; filename=\"é.jar\"");
            assertThat(parts.readAllBytes()).isEqualTo(content);
            assertThat(parts.next()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void passesOverAPartThatNobodyReads() throws Exception {
        Multipart parts = new Multipart(
                slow((HEAD + "long\r\n" + HEAD + "\r\n--b--").getBytes(StandardCharsets.US_ASCII), 3), "b");
        assertThat(parts.next()).isPresent();
        assertThat(parts.next()).isPresent();
        assertThat(parts.read()).isEqualTo(-1);
        assertThat(parts.next()).isEmpty();
    }

    @Test
    void saysWhereAnUploadBrokeOff() throws Exception {
        Multipart parts = new Multipart(slow((HEAD + "half\r\n--").getBytes(StandardCharsets.US_ASCII), 100), "b");
        parts.next();
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(parts::readAllBytes)
                .withMessageContaining("broke off");
    }

    @Test
    void readsNoHeaderWithoutEnd() {
        Multipart parts =
                new Multipart(slow(("--b\r\nX: " + "x".repeat(5000)).getBytes(StandardCharsets.US_ASCII), 100), "b");
        assertThatExceptionOfType(PageException.class).isThrownBy(parts::next).withMessageContaining("too long");
    }

    private static byte[] join(byte[] head, byte[] content, String tail) {
        byte[] all = new byte[head.length + content.length + tail.length()];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        System.arraycopy(tail.getBytes(StandardCharsets.US_ASCII), 0, all, head.length + content.length, tail.length());
        return all;
    }

    private static InputStream slow(byte[] body, int atOnce) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, atOnce));
            }
        };
    }
}
