package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Requests of attackers, each of which the whole platform refuses properly. {@link TokensIT} has those about tokens. */
public class HostileIT {
    private static final Platform PLATFORM = new Platform("hostile");
    private static final String DOCUMENTS = "POST /api/documents HTTP/1.1\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final String DOCUMENT = "{\"text\":\"a\"}";
    private static final int SLOW_SECONDS = 2;

    private static String password = "";
    private static String credentials = "";
    private static List<String> problems = List.of();

    @BeforeClass
    public static void start() throws IOException {
        password = Platform.password(PLATFORM.start());
        PLATFORM.stop();
        Files.writeString(
                PLATFORM.data().resolve("etc/io.bouquet.web.jetty.cfg"),
                "headSeconds = " + SLOW_SECONDS + "\nslowSeconds = " + SLOW_SECONDS + "\n",
                StandardOpenOption.APPEND);
        PLATFORM.start();
        credentials = "Authorization: Basic "
                + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8)) + "\r\n";
        problems = log().problems();
    }

    /** Whatever was sent, nothing of it is an error of the platform. */
    @AfterClass
    public static void stop() throws IOException {
        try {
            assertThat(log().problems()).isSubsetOf(problems);
            assertThat(PLATFORM.nobody().isReady()).isTrue();
        } finally {
            PLATFORM.close();
        }
    }

    private static LogFile log() throws IOException {
        return LogFile.of(PLATFORM.data().resolve("log/karaf.log"));
    }

    private static Client admin() {
        return PLATFORM.nobody().as("admin", password);
    }

    private static String host() {
        return "Host: 127.0.0.1:" + PLATFORM.httpPort() + "\r\n";
    }

    private static String head() {
        return host() + credentials;
    }

    private static RawHttp send(String request) throws IOException {
        return RawHttp.of(PLATFORM.httpPort(), request);
    }

    /** Sends each request, and compares the statuses all at once. */
    private static void assertStatuses(Map<String, Integer> expected) throws IOException {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (String request : expected.keySet()) {
            statuses.put(request, send(request).status());
        }
        assertThat(statuses).isEqualTo(expected);
    }

    @Test
    public void brokenFramingIsRefused() throws IOException {
        String document = DOCUMENTS + head() + JSON;
        String get = "GET /api/taggers HTTP/1.1\r\n" + head();
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put(document + CHUNKED + "zz\r\n" + DOCUMENT + "\r\n0\r\n\r\n", 400);
        expected.put(document + "Content-Length: 12\r\n" + CHUNKED + "c\r\n" + DOCUMENT + "\r\n0\r\n\r\n", 400);
        expected.put(document + "Content-Length: 12\r\nContent-Length: 13\r\n\r\n" + DOCUMENT, 400);
        expected.put(document + "Content-Length: -1\r\n\r\n" + DOCUMENT, 400);
        expected.put(document + "Content-Length: 99999999999999999999\r\n\r\n" + DOCUMENT, 400);
        // the body ends before its end
        expected.put(document + CHUNKED + "c\r\n" + DOCUMENT + "\r\n", 400);
        expected.put(document + "Content-Length: 50\r\n\r\n" + DOCUMENT, 400);
        expected.put(
                "POST /api/annotate/stream HTTP/1.1\r\n" + head()
                        + "Content-Type: */*\r\nContent-Length: 50\r\n\r\n{}\n",
                400);
        expected.put(document + CHUNKED + "c\r\n" + DOCUMENT + "\r\n0\r\nno trailer\r\n\r\n", 400);
        expected.put(get + "X: a\r\n folded\r\n\r\n", 400);
        expected.put(get + "X: a\rY: b\r\n\r\n", 400);
        expected.put(get + "X : a\r\n\r\n", 400);
        expected.put(get + "X: \0\r\n\r\n", 400);
        expected.put(get + "Expect: tea\r\n\r\n", 417);
        expected.put(get + "Expect: 100-continue, tea\r\n\r\n", 417);
        expected.put("GET /api/taggers\r\n", 505);
        expected.put("GET /api/taggers HTTP/3.0\r\n" + head() + "\r\n", 505);
        expected.put(
                "POST /api/documents HTTP/1.0\r\n" + head() + JSON + CHUNKED + "c\r\n" + DOCUMENT + "\r\n0\r\n\r\n",
                400);
        expected.put("GET /api/taggers HTTP/1.0\r\n" + head() + "\r\n", 200);
        expected.put("TRACE /api/taggers HTTP/1.1\r\n" + head() + "\r\n", 501);
        assertStatuses(expected);
    }

    @Test
    public void aTrailerIsNoHeader() throws IOException {
        String request = DOCUMENTS + host() + JSON + "Trailer: Authorization\r\n" + CHUNKED + "c\r\n" + DOCUMENT
                + "\r\n0\r\n" + credentials + "\r\n";
        assertThat(send(request).status()).isEqualTo(401);
    }

    @Test
    public void anotherHostIsRefused() throws IOException {
        assertStatuses(Map.of(
                "GET / HTTP/1.1\r\nHost: evil.example\r\n" + credentials + "\r\n", 421,
                "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n" + credentials + "\r\n", 421,
                "GET http://evil.example/ HTTP/1.1\r\n" + head() + "\r\n", 400,
                "GET http://a:b@127.0.0.1/ HTTP/1.1\r\n" + head() + "\r\n", 400,
                "GET / HTTP/1.1\r\n" + credentials + "\r\n", 400,
                "GET / HTTP/1.1\r\n" + host() + "Host: evil.example\r\n" + credentials + "\r\n", 400,
                "CONNECT evil.example:80 HTTP/1.1\r\n" + head() + "\r\n", 400));
    }

    @Test
    public void noPathAroundTheGuardIsAnswered() throws IOException {
        // whole lines, since a client of Java would refuse or normalise some of these
        for (String path : List.of(
                "/api/leaks",
                "//api/leaks",
                "/api//leaks",
                "/api/./leaks",
                "/api/leaks/",
                "/api/leaks;x=y",
                "/api/leaks%00",
                "/api/leaks%00.png",
                "/api%2fleaks",
                "/api%5cleaks",
                "/api\\leaks",
                "/%61pi/leaks",
                "/API/leaks",
                "/api/health/../leaks",
                "/api/health/%2e%2e/leaks",
                "/api/health/..%2fleaks",
                "/api/health/ready;/../../leaks",
                "/api/health/ready/..;/../leaks",
                "/api/token/../leaks",
                "/api/token/..;/leaks",
                "/v2/health/live/../../../api/leaks",
                "/v2/health/live%3f/../../api/leaks",
                "/console/../api/leaks",
                "/console/login/..;/..;/api/leaks",
                "/api/leaks?/api/health/ready",
                "/api/leaks#/api/health/ready",
                "/api/%252e%252e/leaks")) {
            RawHttp answer = send("GET " + path + " HTTP/1.1\r\n" + host() + "\r\n");
            assertThat(answer.status()).as(path).isIn(400, 401, 404);
            assertThat(answer.answer()).as(path).doesNotContain("\"leaks\"");
        }
    }

    @Test
    public void aMethodCannotBeOverridden() {
        String path =
                admin().post("/api/documents", Map.of("text", "This stays.")).header("Location");
        for (Map<String, String> headers : List.of(
                Map.of("X-HTTP-Method-Override", "DELETE"),
                Map.of("X-HTTP-Method", "DELETE"),
                Map.of("X-Method-Override", "DELETE"))) {
            admin().send("POST", path, headers, BodyPublishers.noBody()).problem(405);
            admin().send("GET", path + "?_method=DELETE", headers, BodyPublishers.noBody())
                    .json(200);
        }
        assertThat(admin().delete(path).status()).isEqualTo(204);
    }

    @Test
    public void noValueBecomesAHeader() throws IOException {
        String injected = "%0d%0aX-Injected:%20yes%0d%0a%0d%0a<b>";
        for (String path : List.of(
                "/" + injected,
                "/console" + injected,
                "/console/login?next=" + injected,
                "/docs?plugin=" + injected,
                "/openapi.json?plugin=" + injected,
                "/api/taggers/" + injected,
                "/api/jobs?kind=" + injected,
                "/api/receipts?plugin=" + injected,
                "/api/documents?label=" + injected,
                "/api/tokens?account=" + injected)) {
            RawHttp answer = send("GET " + path + " HTTP/1.1\r\n" + head() + "X-Request-Id: a%0d%0ab\r\n\r\n");
            assertThat(headers(answer)).as(path).doesNotContainKey("x-injected");
            assertThat(answer.statuses().get(0)).as(path).isLessThan(500);
        }
        Answer key = admin().send(
                        "POST",
                        "/api/jobs",
                        Map.of("Content-Type", "text/plain", "Idempotency-Key", injected),
                        BodyPublishers.ofString("a\n"));
        assertThat(key.headers().map()).doesNotContainKey("x-injected");
        Answer scope = PLATFORM.nobody()
                .post(
                        "/api/token",
                        "application/x-www-form-urlencoded",
                        "grant_type=password&username=admin&password=wrong-password&scope=" + injected);
        assertThat(scope.headers().map()).doesNotContainKey("x-injected");
    }

    private static Map<String, String> headers(RawHttp answer) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.answer()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .forEach(line -> headers.put(line.substring(0, line.indexOf(':')), line));
        return headers;
    }

    @Test
    public void whatIsTooLargeIsRefused() throws IOException {
        String get = " HTTP/1.1\r\n" + head();
        String document = DOCUMENTS + head() + JSON;
        String tooLong = "{\"text\":\"" + "a".repeat(9_000_000);
        String form = parameters(10_000);
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("GET /api/taggers" + get + "X: " + "y".repeat(20_000) + "\r\n\r\n", 431);
        expected.put("GET /api/taggers" + get + "a: b\r\n".repeat(3_000) + "\r\n", 431);
        expected.put("GET /api/taggers?" + "y".repeat(20_000) + get + "\r\n", 414);
        expected.put("GET /api/receipts?" + parameters(10_000) + get + "\r\n", 414);
        expected.put("GET /api/receipts?" + parameters(1_500) + get + "\r\n", 422);
        expected.put(document + "Content-Length: 9000000\r\n\r\n{}", 413);
        expected.put(document + CHUNKED + "895449\r\n" + tooLong, 413);
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (String request : expected.keySet()) {
            statuses.put(request, send(request).status());
        }
        assertThat(List.copyOf(statuses.values())).isEqualTo(List.copyOf(expected.values()));
        // of OAuth, whose errors have a form of their own
        assertThat(PLATFORM.nobody()
                        .post("/api/token", "application/x-www-form-urlencoded", form)
                        .status())
                .isEqualTo(400);
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
    }

    @Test
    public void jsonThatCostsTooMuchIsRefused() {
        String digits = "9".repeat(5_000);
        Map<String, Integer> bodies = new LinkedHashMap<>();
        bodies.put("{\"name\":\"a\",\"expiresIn\":1e400}", 422);
        bodies.put("{\"name\":\"a\",\"expiresIn\":-1e400}", 422);
        bodies.put("{\"name\":\"a\",\"expiresIn\":1e999999999}", 422);
        bodies.put("{\"name\":\"a\",\"expiresIn\":" + digits + "}", 400);
        bodies.put("{\"name\":\"a\",\"expiresIn\":0." + digits + "}", 400);
        bodies.put("{\"name\":\"a\",\"name\":\"b\"}", 400);
        bodies.put("{\"name\":\"\\ud800\"}", 422);
        bodies.put("{\"name\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 400);
        bodies.put("{\"name\":".repeat(100_000) + "1" + "}".repeat(100_000), 400);
        bodies.put(
                "{"
                        + IntStream.range(0, 100_000)
                                .mapToObj(i -> "\"m" + i + "\":1")
                                .collect(Collectors.joining(",")) + "}",
                422);
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> body : bodies.entrySet()) {
            Answer answer = admin().post("/api/tokens", "application/json", body.getKey());
            statuses.put(body.getKey(), answer.status());
            answer.problem(answer.status());
            assertThat(answer.body().length()).isLessThan(50_000);
        }
        assertThat(List.copyOf(statuses.values())).isEqualTo(List.copyOf(bodies.values()));
    }

    @Test
    public void credentialsInWrongPlacesAreNone() throws IOException {
        String get = "GET /api/taggers";
        String version = " HTTP/1.1\r\n" + host();
        String token = PLATFORM.nobody()
                .post(
                        "/api/token",
                        "application/x-www-form-urlencoded",
                        "grant_type=password&username=admin&password=" + password)
                .json(200)
                .path("access_token")
                .asText();
        assertThat(send(get + version + "Authorization: Bearer " + token + "\r\n\r\n")
                        .status())
                .isEqualTo(200);
        assertStatuses(Map.of(
                get + "?access_token=" + token + version + "\r\n", 401,
                get + version + "Cookie: Authorization=" + token + "\r\n\r\n", 401,
                get + version + "Authorization: Bearer " + token + "x\r\n\r\n", 401,
                get + version + "Authorization: Bearer " + token.toUpperCase(Locale.ROOT) + "\r\n\r\n", 401,
                get + version + "Authorization: " + token + "\r\n\r\n", 401,
                get + version + credentials + "Authorization: Bearer " + token + "\r\n\r\n", 400,
                get + version + "Authorization: Bearer " + jwt("{\"alg\":\"none\"}", "") + "\r\n\r\n", 401,
                get + version + "Authorization: Bearer " + jwt("{\"alg\":\"HS256\"}", "AAAA") + "\r\n\r\n", 401,
                get + version + "X-Forwarded-User: admin\r\nRemote-User: admin\r\n\r\n", 401));
    }

    private static String jwt(String header, String signature) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(
                        "{\"sub\":\"admin\",\"iss\":\"https://evil.example\"}".getBytes(StandardCharsets.UTF_8))
                + "." + signature;
    }

    @Test
    public void slowHeadersAndBodiesAreCutOffAndOthersDoNotNotice() throws IOException {
        long begin = System.nanoTime();
        try (Socket head = connect("GET /api/taggers HTTP/1.1\r\n" + head() + "X: ");
                Socket body = connect(DOCUMENTS + head() + JSON + "Content-Length: 1000\r\n\r\n{");
                Socket silent = connect("G")) {
            assertThat(admin().get("/api/taggers").status()).isEqualTo(200);
            assertThat(drip(head).closed()).isTrue();
            RawHttp slow = drip(body);
            assertThat(slow.closed()).isTrue();
            assertThat(slow.status()).isEqualTo(408);
            assertThat(RawHttp.read(silent).closed()).isTrue();
            assertThat(admin().get("/api/taggers").status()).isEqualTo(200);
        }
        assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
    }

    private static Socket connect(String first) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), PLATFORM.httpPort());
        socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Sends a byte in each half of a second until an answer or the end comes. */
    private static RawHttp drip(Socket socket) throws IOException {
        socket.setSoTimeout(500);
        for (int i = 0; i < 40; i++) {
            try {
                socket.getOutputStream().write('a');
                int first = socket.getInputStream().read();
                if (first < 0) {
                    return new RawHttp("", true);
                }
                RawHttp rest = RawHttp.read(socket);
                return new RawHttp((char) first + rest.answer(), rest.closed());
            } catch (SocketTimeoutException e) {
                // no answer yet
            } catch (IOException e) {
                return new RawHttp("", true);
            }
        }
        return new RawHttp("", false);
    }
}
