package io.bouquet.web.jetty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.hamcrest.CoreMatchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

// some clients need only be there
@SuppressWarnings("try")
class ListenerTest {
    private static final String HEAD = "POST /echo HTTP/1.1\r\nHost: x\r\n";

    private final Servlet servlet = new Servlet();
    private @Nullable Listener listener;

    private int start(Map<String, Object> settings) throws Exception {
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.setErrorHandler(new ProblemErrorHandler());
        servlets.addServlet(new ServletHolder(servlet), "/*");
        listener = new Listener(Configs.with(settings), servlets);
        listener.accept();
        return listener.port();
    }

    @AfterEach
    void stop() throws Exception {
        servlet.released.countDown();
        if (listener != null) {
            listener.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1;ext=\"val\r\nX\r\n0\r\n\r\n", // an open quote that hides the end of the line
                "1\nX\r\n0\r\n\r\n",
                "1\r\nX\n0\r\n\r\n",
                "1\r\nX\r\n0\n\n",
                "1;a\rb\r\nX\r\n0\r\n\r\n",
                "1 \r\nX\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFF1\r\nX\r\n0\r\n\r\n",
                "1\r\nXYZ0\r\n\r\n",
            })
    void answersOneRequestToAChunkThatHidesASecond(String chunks) throws Exception {
        Wire wire = Wire.of(
                start(Map.of()),
                HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(wire.statuses()).containsExactly(400);
        assertThat(wire.closed()).isTrue();
        assertThat(wire.answer())
                .contains("application/problem+json", "Connection: close")
                .doesNotContain("/hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST / HTTP/1.1|Transfer-Encoding: gzip, chunked|400|Transfer-Encoding",
                "POST / HTTP/1.1|Transfer-Encoding: identity, chunked|400|Transfer-Encoding",
                "POST / HTTP/1.0|Transfer-Encoding: chunked|400|Transfer-Encoding",
                "POST / HTTP/1.1|Transfer-Encoding: chunked~Content-Length: 3|400|Transfer-Encoding",
                "POST / HTTP/1.1|Content-Length: 3~Content-Length: 3|400|Content-Length",
                "POST / HTTP/1.1|Content-Type: text/plain; charset=\"utf-8|400|Content-Type",
                "POST / HTTP/1.1|Content-Type: */*|400|Content-Type",
                "POST / HTTP/1.1|Content-Type: application/*|400|Content-Type",
                "GET / HTTP/1.1|Accept: html|400|Accept",
                "GET / HTTP/1.1|Accept-Language: de;q=x|400|Accept-Language",
                "GET / HTTP/1.1|Authorization: Basic YTpi~Authorization: Basic YTpj|400|Authorization",
                "GET /?x% HTTP/1.1|A: b|400|query",
                "GET /?a=%zz HTTP/1.1|A: b|400|query",
                "GET /a%2Fb HTTP/1.1|A: b|400|separator",
                "GET / HTTP/1.1|Expect: x|417|100-continue",
                "GET / HTTP/9.9|A: b|505|HTTP/1.1",
                "GET /|A: b|505|HTTP/1.1",
                "TRACE / HTTP/1.1|A: b|501|TRACE",
                "GET / HTTP/1.1|A B: c|400|HTTP",
            })
    void refusesInvalidRequestsWithAProblem(String line, String headers, int status, String named) throws Exception {
        Wire wire = Wire.of(start(Map.of()), line + "\r\nHost: x\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n");
        assertThat(wire.statuses()).as("%s", wire).containsExactly(status);
        assertThat(wire.answer())
                .contains("application/problem+json", "X-Request-Id: ", "\"status\":" + status, named)
                .doesNotContain("<html");
        assertThat(wire.answer().contains("Connection: close")).as("%s", wire).isEqualTo(wire.closed());
        assertThat(servlet.answered).hasValue(0);
    }

    @Test
    void refusesHeadersAndUrisThatAreTooLong() throws Exception {
        int port = start(Map.of());
        assertThat(Wire.of(port, "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                        .problem(414))
                .contains("URI");
        assertThat(Wire.of(port, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")
                        .problem(431))
                .contains("headers");
        assertThat(Wire.of(port, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").problem(426))
                .contains("HTTP/1.1");
    }

    @Test
    void answersAServletsErrorsWithProblems() throws Exception {
        int port = start(Map.of());
        for (int status : new int[] {400, 404, 409, 500, 503}) {
            Wire wire = Wire.of(port, "GET /error/" + status + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\n\r\n");
            assertThat(wire.problem(status)).contains("urn:request:mine");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "600,application/json,gzip,true",
        "600,application/problem+json,gzip,true",
        "600,application/json;charset=utf-8,gzip,true",
        "400,application/json,gzip,false",
        "600,application/json,identity,false",
        "600,text/html,gzip,false",
        "600,text/event-stream,gzip,false",
        "600,application/x-ndjson,gzip,false",
    })
    void compressesAnswersThatAreWorthIt(int size, String type, String accepted, boolean compressed) throws Exception {
        String answer = Wire.of(
                        start(Map.of()),
                        "GET /text/" + size + "/" + type + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + accepted
                                + "\r\n\r\n")
                .answer();
        assertThat(answer.contains("Content-Encoding: gzip")).as(answer).isEqualTo(compressed);
        assertThat(answer.endsWith("xxx")).isNotEqualTo(compressed);
    }

    @Test
    void readsBodiesOfAnySize() throws Exception {
        int port = start(Map.of("bodyBytes", 1000));
        for (int size : new int[] {0, 1, 999, 1000, 1001, 500_000}) {
            String sized = "Content-Length: " + size + "\r\n\r\n" + "x".repeat(size);
            assertThat(Wire.of(port, HEAD + sized).answer()).endsWith("/echo " + size);
            String chunked = "Transfer-Encoding: chunked\r\n\r\n"
                    + (size == 0 ? "" : Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n") + "0\r\n\r\n";
            assertThat(Wire.of(port, HEAD + chunked).answer()).endsWith("/echo " + size);
        }
    }

    @Test
    void keepsTheConnectionForThePipelinedRequestAfterABody() throws Exception {
        String request = HEAD + "Content-Length: 3\r\n\r\nabc";
        Wire wire = Wire.of(start(Map.of()), request + request + request);
        assertThat(wire.statuses()).containsExactly(200, 200, 200);
        assertThat(wire.closed()).isFalse();
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws Exception {
        try (Clients one =
                new Clients(start(Map.of()), 1, HEAD + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")) {
            Socket socket = one.sockets.get(0);
            socket.setSoTimeout(10_000);
            byte[] expected = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
            one.send("abc");
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void answersOthersWhileManySendTheirBodiesSlowly() throws Exception {
        int port = start(Map.of("threads", 20));
        try (Clients slow = new Clients(port, 100, HEAD + "Content-Length: 1000\r\n\r\nx")) {
            slow.send("x");
            assertThat(Wire.of(port, HEAD + "Content-Length: 1\r\n\r\nx").statuses())
                    .containsExactly(200);
        }
    }

    @Test
    void refusesABodyThatComesTooSlowly() throws Exception {
        int port = start(Map.of("slowSeconds", 1));
        try (Clients slow = new Clients(port, 3, HEAD + "Content-Length: 1000\r\n\r\nx")) {
            for (Socket each : slow.sockets) {
                each.setSoTimeout(10_000);
                String answer = new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).contains("HTTP/1.1 408 ", "Connection: close", "500 bytes");
            }
        }
        assertThat(servlet.answered).hasValue(0);
    }

    @Test
    void answersALiveStreamWhileItsBodyArrives() throws Exception {
        int port = start(Map.of("slowSeconds", 1, "largeBodies", 1));
        String head = "POST /api/annotate/stream HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (Clients one = new Clients(port, 1, head)) {
            Socket socket = one.sockets.get(0);
            socket.setSoTimeout(10_000);
            await().atMost(10, SECONDS).untilAtomic(servlet.waiting, CoreMatchers.is(1));
            assertThat(Wire.of(port, head).problem(503)).contains("too many large bodies");
            long begin = System.nanoTime();
            // longer than other clients may pause
            await().atMost(10, SECONDS).until(() -> System.nanoTime() - begin > SECONDS.toNanos(3));
            for (String letter : List.of("a", "b", "c")) {
                one.send("1\r\n" + letter + "\r\n");
                StringBuilder answer = new StringBuilder();
                while (answer.indexOf(letter.toUpperCase(Locale.ROOT)) < 0) {
                    int next = socket.getInputStream().read();
                    assertThat(next).as("%s", answer).isNotNegative();
                    answer.append((char) next);
                }
            }
            one.send("0\r\n\r\n");
        }
        await().atMost(10, SECONDS)
                .untilAsserted(() ->
                        assertThat(Wire.of(port, head + "0\r\n\r\n").statuses()).containsExactly(200));
    }

    @Test
    void closesAConnectionIfTheHeaderArrivesTooSlowly() throws Exception {
        int port = start(Map.of("headSeconds", 1));
        try (Clients slow = new Clients(port, 3, "GET / HTTP/1.1\r\nX: ")) {
            for (Socket each : slow.sockets) {
                each.setSoTimeout(10_000);
                assertThat(each.getInputStream().read()).isNegative();
            }
        }
    }

    @Test
    void answersOthersWhileManyReadTheirAnswersSlowly() throws Exception {
        int port = start(Map.of("threads", 20, "answerBytes", 16 * 1024 * 1024));
        try (Clients slow = new Clients(port, 40, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().atMost(10, SECONDS).untilAtomic(servlet.answered, CoreMatchers.is(40));
            assertThat(Wire.of(port, HEAD + "Content-Length: 1\r\n\r\nx").statuses())
                    .containsExactly(200);
            for (Socket each : slow.sockets) {
                each.setSoTimeout(10_000);
                assertThat(each.getInputStream().readNBytes(4_000_000)).hasSize(4_000_000);
            }
        }
    }

    @Test
    void givesUpOnAClientThatReadsItsAnswerTooSlowly() throws Exception {
        int port = start(Map.of("threads", 20, "answerBytes", 1000, "slowSeconds", 1));
        try (Clients slow = new Clients(port, 40, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().atMost(20, SECONDS).untilAtomic(servlet.ended, CoreMatchers.is(40));
            assertThat(Wire.of(port, HEAD + "Content-Length: 1\r\n\r\nx").statuses())
                    .containsExactly(200);
        }
    }

    @Test
    void answersUrgentRequestsWhileAllOtherThreadsAreBusy() throws Exception {
        int port = start(Map.of("threads", 20, "queue", 2, "queueSeconds", 2));
        try (Clients busy = new Clients(port, 12, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().atMost(10, SECONDS).untilAtomic(servlet.waiting, CoreMatchers.is(12));
            assertThat(Wire.of(port, "GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n")
                            .statuses())
                    .containsExactly(200);
            try (Clients queued = new Clients(port, 2, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")) {
                await().atMost(10, SECONDS)
                        .untilAsserted(() -> assertThat(Wire.of(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                                        .problem(503))
                                .contains("Retry-After: 5", "too many requests wait"));
                for (Socket each : queued.sockets) {
                    each.setSoTimeout(10_000);
                    assertThat(new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                            .contains("HTTP/1.1 503 ", "no thread was free");
                }
            }
            servlet.released.countDown();
            await().atMost(10, SECONDS).untilAsserted(() -> assertThat(
                            Wire.of(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").statuses())
                    .containsExactly(200));
        }
    }

    @Test
    void boundsTheBodiesInMemory() throws Exception {
        int port = start(Map.of("bufferBytes", 100_000L));
        try (Clients many = new Clients(port, 10, HEAD + "Content-Length: 40000\r\n\r\n" + "x".repeat(30_000))) {
            String refused = HEAD + "Content-Length: 60000\r\n\r\n" + "x".repeat(60_000);
            await().atMost(10, SECONDS)
                    .untilAsserted(() -> assertThat(Wire.of(port, refused).problem(503))
                            .contains("memory for request bodies and answers is full", "Connection: close"));
        }
        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(
                        Wire.of(port, HEAD + "Content-Length: 40000\r\n\r\n" + "x".repeat(40_000))
                                .statuses())
                .containsExactly(200));
    }

    @Test
    void boundsTheConnectionsOfAnAddress() throws Exception {
        int port = start(Map.of("connectionsPerAddress", 5));
        try (Clients many = new Clients(port, 5, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")) {
            for (Socket each : many.sockets) {
                each.setSoTimeout(10_000);
                assertThat(each.getInputStream().read()).isEqualTo('H');
            }
            Wire sixth = Wire.of(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(sixth.answer()).isEmpty();
            assertThat(sixth.closed()).isTrue();
            many.sockets.get(0).close();
            await().atMost(10, SECONDS).untilAsserted(() -> assertThat(
                            Wire.of(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").statuses())
                    .containsExactly(200));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|X-Forwarded-Proto: https~X-Forwarded-For: 9.9.9.9|http 127.0.0.1",
                "10.0.0.0/8|X-Forwarded-Proto: https~X-Forwarded-For: 9.9.9.9|http 127.0.0.1",
                "127.0.0.1|A: b|http 127.0.0.1",
                "127.0.0.1|X-Forwarded-Proto: https|https 127.0.0.1",
                "127.0.0.0/8|X-Forwarded-Proto: https~X-Forwarded-For: 1.1.1.1, 9.9.9.9|https 9.9.9.9",
                "127.0.0.0/8,10.0.0.0/8|X-Forwarded-For: 9.9.9.9, 10.1.1.1|http 9.9.9.9",
                "127.0.0.1|X-Forwarded-For: not.an.address|http 127.0.0.1",
                "127.0.0.1|Forwarded: for=1.1.1.1;proto=http, for=\"[2001:db8::1]:99\";proto=https|https [2001:db8:0:0:0:0:0:1]",
            })
    void believesTrustedProxies(@Nullable String trusted, String headers, String expected) throws Exception {
        int port = start(Map.of("trustedProxies", trusted == null ? new String[0] : trusted.split(",")));
        Wire wire = Wire.of(port, "GET /who HTTP/1.1\r\nHost: x\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n");
        assertThat(wire.answer()).endsWith(expected);
    }

    /** Connections that send the same and then wait. */
    private static final class Clients implements AutoCloseable {
        final List<Socket> sockets = new ArrayList<>();

        Clients(int port, int count, String sent) throws IOException {
            for (int i = 0; i < count; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            send(sent);
        }

        void send(String more) throws IOException {
            for (Socket each : sockets) {
                each.getOutputStream().write(more.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket each : sockets) {
                each.close();
            }
        }
    }

    @Test
    void letsAServletUpgradeAConnectionThatThenMayPause() throws Exception {
        int port = start(Map.of("headSeconds", 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /upgrade HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
            socket.getOutputStream().write('a');
            assertThat(in.read()).isEqualTo('a');
            // longer than a client may take for the head of a request
            socket.setSoTimeout(3_000);
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
            socket.getOutputStream().write('b');
            assertThat(in.read()).isEqualTo('b');
        }
    }

    private static final class Servlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        final AtomicInteger answered = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        final AtomicInteger waiting = new AtomicInteger();
        final transient CountDownLatch released = new CountDownLatch(1);

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getRequestURI();
            try {
                if (path.startsWith("/error/")) {
                    response.sendError(Integer.parseInt(path.substring(7)), "java.lang.Secret");
                } else if (path.equals("/large")) {
                    byte[] bytes = new byte[4_000_000];
                    response.setContentLength(bytes.length);
                    response.getOutputStream().write(bytes);
                    response.getOutputStream().close();
                } else if (path.startsWith("/text/")) {
                    String[] sizeAndType = path.substring(6).split("/", 2);
                    response.setContentType(sizeAndType[1]);
                    response.getOutputStream().print("x".repeat(Integer.parseInt(sizeAndType[0])));
                } else if (path.equals("/api/annotate/stream")) {
                    waiting.incrementAndGet();
                    InputStream body = request.getInputStream();
                    for (int one = body.read(); one >= 0; one = body.read()) {
                        response.getOutputStream().write(Character.toUpperCase(one));
                        response.flushBuffer();
                    }
                } else if (path.equals("/wait")) {
                    waiting.incrementAndGet();
                    released.await();
                } else if (path.equals("/upgrade")) {
                    EchoConnection.upgrade(request);
                } else if (path.equals("/who")) {
                    response.getOutputStream().print(request.getScheme() + " " + request.getRemoteAddr());
                } else {
                    byte[] body = request.getInputStream().readAllBytes();
                    response.getOutputStream().print(path + " " + body.length);
                }
                answered.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ended.incrementAndGet();
            }
        }
    }
}
