package io.bouquet.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.console.spi.PageException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.commons.fileupload.RequestContext;
import org.junit.jupiter.api.Test;

class UploadTest {
    private static final String HEAD =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jar\"\r\n\r\n";
    private static final String FIELD = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n";

    @Test
    void givesFieldsAndFileWhateverArrivesAtOnce() throws Exception {
        // bytes that look like the beginning of a delimiter
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        for (int i = 0; i + 4 < content.length; i += 37) {
            System.arraycopy("\r\n--".getBytes(StandardCharsets.US_ASCII), 0, content, i, 4);
        }
        String head = FIELD.replace("--b", "--bound") + "token\r\n--bound\r\n"
                + "content-type: x/y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"é.jar\"\r\n\r\n";
        byte[] body = join(head.getBytes(StandardCharsets.UTF_8), content, "\r\n--bound--\r\n");

        for (int atOnce : new int[] {1, 7, 8192, body.length}) {
            Upload upload = Upload.of(form(body, atOnce, "multipart/form-data; boundary=bound"));
            assertThat(upload.form().get("csrf")).isEqualTo("token");
            assertThat(upload.file()).isEqualTo("é.jar");
            assertThat(upload.content().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void readsNoMoreThanTheBeginningOfTheFile() throws Exception {
        Upload upload = Upload.of(form(FIELD + "token\r\n" + HEAD + "half a file"));
        assertThat(upload.form().get("csrf")).isEqualTo("token");
        assertThat(upload.content().readNBytes(4)).asString().isEqualTo("half");
    }

    @Test
    void takesAFormWithoutAFile() throws Exception {
        Upload upload = Upload.of(form(FIELD + "token\r\n--b--\r\n"));
        assertThat(upload.form().get("csrf")).isEqualTo("token");
        assertThat(upload.file()).isEmpty();
        assertThat(upload.content().readAllBytes()).isEmpty();
    }

    @Test
    void removesTheFoldersOfAFile() throws Exception {
        String windows = HEAD.replace("a.jar", "C:\\plugins\\a.jar");
        assertThat(Upload.of(form(windows + "x\r\n--b--\r\n")).file()).isEqualTo("a.jar");
    }

    @Test
    void saysWhereAnUploadBrokeOff() throws Exception {
        Upload upload = Upload.of(form(HEAD + "half\r\n--"));
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> upload.content().readAllBytes())
                .withMessageContaining("broke off");
        refuses(FIELD + "tok", "broke off");
    }

    @Test
    void refusesFormsBeyondTheLimits() {
        refuses("--b\r\nX: " + "x".repeat(5000), "more than 4096 bytes");
        refuses(FIELD + "x".repeat(9000) + "\r\n--b--\r\n", "field of the form is too large");
        refuses((FIELD + "x\r\n").repeat(101) + "--b--\r\n", "too many fields");
    }

    @Test
    void refusesAFormWithoutABoundary() {
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> Upload.of(form(new byte[0], 1, "multipart/form-data")))
                .withMessageContaining("boundary");
    }

    private static void refuses(String body, String why) {
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> Upload.of(form(body)))
                .withMessageContaining(why);
    }

    private static byte[] join(byte[] head, byte[] content, String tail) {
        byte[] all = new byte[head.length + content.length + tail.length()];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        System.arraycopy(tail.getBytes(StandardCharsets.US_ASCII), 0, all, head.length + content.length, tail.length());
        return all;
    }

    private static RequestContext form(String body) {
        return form(body.getBytes(StandardCharsets.US_ASCII), 100, "multipart/form-data; boundary=b");
    }

    private static RequestContext form(byte[] body, int atOnce, String type) {
        return new RequestContext() {
            @Override
            public String getCharacterEncoding() {
                return "UTF-8";
            }

            @Override
            public String getContentType() {
                return type;
            }

            @Override
            @Deprecated
            public int getContentLength() {
                return -1;
            }

            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(body) {
                    @Override
                    public synchronized int read(byte[] bytes, int offset, int length) {
                        return super.read(bytes, offset, Math.min(length, atOnce));
                    }
                };
            }
        };
    }
}
