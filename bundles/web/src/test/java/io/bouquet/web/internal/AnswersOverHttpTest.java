package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.Download;
import io.bouquet.web.Status;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.CacheControl;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.EntityTag;
import javax.ws.rs.core.NewCookie;
import javax.ws.rs.core.Request;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersOverHttpTest {
    private static final String DATE = "Sat, 31 Jan 2026 12:00:00 GMT";

    @TempDir
    static java.nio.file.Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        java.nio.file.Path file = Files.writeString(folder.resolve("Größe 5.txt"), "0123456789");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-31T12:00:00Z")));
        RequestGuard guard = Stubs.guard(Stubs.config(1_000_000));
        guard.accounts = new Stubs.AdasAccounts();
        guard.authenticators = Stubs.registered(Stubs.basic());
        server = new TestServer(guard, new Answers(file), new AnswerFilter(), new DownloadWriter(), new EntityTags());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, "/answers/" + path)
                .method(method, method.startsWith("P") ? BodyPublishers.ofString("x") : BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return String.join("; ", answer.headers().allValues(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "bytes", "later", "parts"})
    void tagsAnAnswerByItsBytes(String path) throws Exception {
        HttpResponse<String> whole = send("GET", path);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("hello");
        String tag = header(whole, "ETag");
        assertThat(tag).matches("W/\"[0-9a-f]{24}\"");
        HttpResponse<String> same = send("GET", path, "If-None-Match", "\"other\", " + tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(header(same, "ETag")).isEqualTo(tag);
        assertThat(send("GET", path, "If-None-Match", "\"other\"").body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"large", "flushed", "private", "created"})
    void sendsOtherAnswersAsTheyAre(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, "If-None-Match", "*");
        assertThat(answer.statusCode()).isEqualTo(path.equals("created") ? 201 : 200);
        assertThat(answer.body()).isNotEmpty();
        assertThat(header(answer, "ETag")).isEmpty();
    }

    @Test
    void answersHeadAsGetWithoutABody() throws Exception {
        for (String path : new String[] {"text", "tagged", "file", "download"}) {
            HttpResponse<String> get = send("GET", path);
            HttpResponse<String> head = send("HEAD", path);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            for (String name : new String[] {"ETag", "Content-Type", "Content-Length", "Content-Disposition"}) {
                assertThat(header(head, name)).as("%s of %s", name, path).isEqualTo(header(get, name));
            }
        }
    }

    @Test
    void endsAnEndlessAnswerToHead() throws Exception {
        HttpResponse<String> head = send("HEAD", "endless");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "X-Total")).isEqualTo("7");
        assertThat(Answers.ENDLESS.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  If-None-Match,       '\"7\"',      304",
        "GET,  If-None-Match,       'W/\"7\"',    304",
        "GET,  If-None-Match,       '\"8\"',      200",
        "GET,  If-Modified-Since,   " + "'" + DATE + "', 304",
        "HEAD, If-None-Match,       '\"7\"',      304",
        "GET,  If-Match,            '\"8\"',      412",
        "GET,  If-Match,            '\"7\"',      200",
        "PUT,  If-Match,            '\"8\"',      412",
        "PUT,  If-Match,            '\"7\"',      204",
        "PUT,  If-None-Match,       *,            412",
        "PUT,  If-None-Match,       '\"8\"',      204",
    })
    void evaluatesConditions(String method, String name, String value, int status) throws Exception {
        HttpResponse<String> answer = send(method, "tagged", name, value);
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 412) {
            assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.body()).contains("\"status\":412");
        }
        if (status == 304) {
            assertThat(header(answer, "ETag")).isEqualTo("\"7\"");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void sendsAFileWithItsType() throws Exception {
        HttpResponse<String> answer = send("GET", "file");
        assertThat(answer.body()).isEqualTo("0123456789");
        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain");
        assertThat(header(answer, "Content-Length")).isEqualTo("10");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "Last-Modified")).isEqualTo(DATE);
        assertThat(header(answer, "ETag")).startsWith("\"");
        assertThat(send("GET", "old-file").body()).isEqualTo("0123456789");
        assertThat(header(send("GET", "old-file"), "Content-Disposition")).startsWith("attachment; filename=");
        assertThat(header(send("GET", "typed-file"), "Content-Disposition")).startsWith("inline; filename=");
        assertThat(send("GET", "file", "If-None-Match", header(answer, "ETag")).statusCode())
                .isEqualTo(304);
        assertThat(send("GET", "file", "If-Modified-Since", DATE).statusCode()).isEqualTo(304);
    }

    @Test
    void namesADownloadInAsciiAndInUtf8() throws Exception {
        HttpResponse<String> answer = send("GET", "download");
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"Gr__e 5.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%205.txt");
        assertThat(header(send("GET", "report"), "Content-Disposition"))
                .isEqualTo("attachment; filename=\".._a_b_.csv\"; filename*=UTF-8''.._a%22b_.csv");
        assertThat(header(send("GET", "report"), "Content-Type")).isEqualTo("text/csv");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,    206, 0123,       bytes 0-3/10",
        "bytes=8-,     206, 89,         bytes 8-9/10",
        "bytes=-3,     206, 789,        bytes 7-9/10",
        "bytes=-99,    206, 0123456789, bytes 0-9/10",
        "bytes=5-99,   206, 56789,      bytes 5-9/10",
        "'bytes=0-1,4-5', 200, 0123456789, ''",
        "bytes=3-1,    200, 0123456789, ''",
        "lines=0-1,    200, 0123456789, ''",
        "bytes=x,      200, 0123456789, ''",
    })
    void sendsARange(String range, int status, String body, String sent) throws Exception {
        for (String path : new String[] {"file", "download", "stream"}) {
            HttpResponse<String> answer = send("GET", path, "Range", range);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(body);
            assertThat(header(answer, "Content-Range")).isEqualTo(sent);
            assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(body.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=99-100", "bytes=-0"})
    void refusesARangeBehindTheEnd(String range) throws Exception {
        HttpResponse<String> answer = send("GET", "download", "Range", range);
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */10");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void sendsARangeOnlyOfWhatTheClientKnows() throws Exception {
        String tag = header(send("GET", "file"), "ETag");
        assertThat(send("GET", "file", "Range", "bytes=0-1", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(send("GET", "file", "Range", "bytes=0-1", "If-Range", DATE).statusCode())
                .isEqualTo(206);
        for (String other : new String[] {"\"other\"", "W/" + tag, "Sat, 31 Jan 2026 12:00:01 GMT", "x"}) {
            assertThat(send("GET", "file", "Range", "bytes=0-1", "If-Range", other)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void closesTheContentOfADownload() throws Exception {
        send("GET", "stream");
        send("GET", "stream", "Range", "bytes=99-");
        send("HEAD", "stream");
        assertThat(Answers.OPEN).hasValue(0);
    }

    @Test
    void answers404ForAFileThatIsMissing() throws Exception {
        HttpResponse<String> answer = send("GET", "missing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"status\":404").doesNotContain(folder.toString());
    }

    @Test
    void answersAProblemForAnErrorWithoutABody() throws Exception {
        HttpResponse<String> answer = send("GET", "conflict");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"title\":\"Conflict\"");
    }

    @Test
    void setsTheDeclaredStatus() throws Exception {
        assertThat(send("POST", "created").statusCode()).isEqualTo(201);
        assertThat(send("POST", "accepted").statusCode()).isEqualTo(202);
    }

    @Test
    void sendsCookiesAndHeaders() throws Exception {
        HttpResponse<String> answer = send("GET", "cookies");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .containsExactlyInAnyOrder(
                        "a=1;Max-Age=60;Path=/;Secure;HttpOnly;Version=1", "b=2; Path=/; HttpOnly; SameSite=Strict");
        assertThat(header(answer, "X-Total")).isEqualTo("7");
    }

    @Path("answers")
    public static final class Answers {
        static final AtomicInteger OPEN = new AtomicInteger();

        static final CountDownLatch ENDLESS = new CountDownLatch(1);

        private final java.nio.file.Path file;

        Answers(java.nio.file.Path file) {
            this.file = file;
        }

        @GET
        @Path("text")
        @Produces("text/plain")
        public String text() {
            return "hello";
        }

        @GET
        @Path("bytes")
        public byte[] bytes() {
            return "hello".getBytes(StandardCharsets.UTF_8);
        }

        @GET
        @Path("later")
        @Produces("text/plain")
        public CompletionStage<String> later() {
            return CompletableFuture.supplyAsync(() -> "hello");
        }

        @GET
        @Path("parts")
        public StreamingOutput parts() {
            return out -> {
                out.write("hel".getBytes(StandardCharsets.UTF_8));
                out.write('l');
                out.write('o');
            };
        }

        @GET
        @Path("large")
        public StreamingOutput large() {
            return out -> {
                for (int i = 0; i < 100; i++) {
                    out.write(new byte[1024]);
                }
            };
        }

        @GET
        @Path("endless")
        public Response endless() {
            StreamingOutput endless = out -> {
                try {
                    for (byte[] many = new byte[1024]; ; ) {
                        out.write(many);
                    }
                } finally {
                    ENDLESS.countDown();
                }
            };
            return Response.ok(endless).header("X-Total", 7).build();
        }

        @GET
        @Path("flushed")
        public StreamingOutput flushed() {
            return out -> {
                out.write('a');
                out.flush();
                out.write('b');
            };
        }

        @GET
        @Path("private")
        public Response secret() {
            CacheControl never = new CacheControl();
            never.setNoStore(true);
            return Response.ok("hello").cacheControl(never).build();
        }

        @GET
        @Path("created")
        @Status(201)
        public String createdByGet() {
            return "hello";
        }

        @GET
        @Path("tagged")
        @Produces("text/plain")
        public Response tagged() {
            return Response.ok("hello")
                    .tag(new EntityTag("7"))
                    .lastModified(Date.from(Instant.parse("2026-01-31T12:00:00Z")))
                    .build();
        }

        @PUT
        @Path("tagged")
        public Response replace(@Context Request request, String text) {
            Response.ResponseBuilder refusal = request.evaluatePreconditions(new EntityTag("7"));
            return refusal == null ? Response.noContent().build() : refusal.build();
        }

        @GET
        @Path("file")
        public java.nio.file.Path file() {
            return file;
        }

        @GET
        @Path("old-file")
        public File oldFile() {
            return file.toFile();
        }

        @GET
        @Path("typed-file")
        @Produces("image/png")
        public File typedFile() {
            return file.toFile();
        }

        @GET
        @Path("missing")
        public java.nio.file.Path missing() {
            return file.resolveSibling("missing");
        }

        @GET
        @Path("download")
        public Download download() throws IOException {
            return Download.of(file);
        }

        @GET
        @Path("report")
        public Download report() {
            return Download.of("a,b".getBytes(StandardCharsets.UTF_8))
                    .named("../a\"b\n.csv")
                    .type("text/csv");
        }

        @GET
        @Path("stream")
        @Produces("text/plain")
        public Download stream() {
            return Download.of(10, () -> {
                OPEN.incrementAndGet();
                InputStream in = Files.newInputStream(file);
                return new java.io.FilterInputStream(in) {
                    @Override
                    public void close() throws IOException {
                        OPEN.decrementAndGet();
                        super.close();
                    }
                };
            });
        }

        @GET
        @Path("conflict")
        public Response conflict() {
            return Response.status(409).build();
        }

        @POST
        @Path("created")
        @Status(201)
        public String created(String text) {
            return text;
        }

        @POST
        @Path("accepted")
        @Status(202)
        public void accepted(String text) {}

        @GET
        @Path("cookies")
        public Response cookies() {
            return Response.ok("hello")
                    .cookie(new NewCookie("a", "1", "/", null, null, 60, true, true))
                    .header("Set-Cookie", "b=2; Path=/; HttpOnly; SameSite=Strict")
                    .header("X-Total", 7)
                    .build();
        }
    }
}
