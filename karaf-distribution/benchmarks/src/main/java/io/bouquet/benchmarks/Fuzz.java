package io.bouquet.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Sends requests that are nearly right, by chance but always the same for one seed, and judges the answers: none takes
 * long, none has a status of 500 or above, none is HTML outside the console or broken JSON, and each error is a problem
 * with the name of its request.
 */
public final class Fuzz {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int MOST_COMPLAINTS = 50;
    private static final String CRLF = "\r\n";

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW");
    /** Of these a server may say that it does not implement them. */
    private static final List<String> UNKNOWN_METHODS = List.of("TRACE", "BREW", "PATCH");

    private static final List<String> SEGMENTS = List.of(
            "a",
            "0",
            "-1",
            "entities-en",
            "language",
            "%20",
            "%C3%A4",
            "%00",
            "%2F",
            "%2e%2e",
            "..",
            ".",
            ";a=b",
            "%",
            "%zz",
            "%ff",
            "ä",
            "{id}",
            "a:b",
            "'",
            "\"",
            "<b>",
            "*",
            "a".repeat(300),
            "9".repeat(30),
            "");
    private static final List<String> QUERIES = List.of(
            "a=b",
            "limit=1",
            "limit=-1",
            "limit=x",
            "limit=99999999999",
            "offset=5",
            "since=now",
            "until=+999999999-12-31",
            "since=%2B292278995-01-01T00:00:00Z",
            "q=%",
            "q=%zz",
            "q=%C3",
            "q=%ff",
            "=",
            "&&&",
            "a=b&a=c",
            "name=x.kar",
            "plan=true",
            "x".repeat(3000),
            "offsets=utf8",
            "offsets=utf9",
            "layers=tokens",
            "language=xx",
            "?",
            "%00");
    private static final List<String> HEADERS = List.of(
            "Accept: application/json",
            "Accept: text/html",
            "Accept: */*;q=0",
            "Accept: x",
            "Accept: a/b;q=zz",
            "Accept: image/png",
            "Accept: , ,",
            "Accept-Language: de;q=x",
            "Accept-Language: ***",
            "Accept-Charset: \"",
            "Accept-Encoding: gzip;q=2",
            "Content-Language: %",
            "Content-Encoding: gzip",
            "Content-Encoding: zip",
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: %%%",
            "Referer: \u0001",
            "Cookie: a=b; c",
            "Cookie: =;=;\"",
            "Cookie: bouquet-session=x; bouquet-session=y",
            "Range: bytes=0-5",
            "Range: bytes=5-0,x",
            "If-Modified-Since: yesterday",
            "If-None-Match: \"",
            "Expect: 100-continue",
            "Expect: tea",
            "X-Request-Id: mine",
            "X-Request-Id: <script>",
            "X-Forwarded-For: 1.2.3.4",
            "X-Forwarded-Proto: https",
            "Forwarded: for=\"",
            "Connection: close",
            "Connection: upgrade",
            "Upgrade: h2c",
            "Max-Forwards: x",
            "X-HTTP-Method-Override: DELETE",
            "Sec-Fetch-Site: cross-site",
            "Accept: text/event-stream",
            "Authorization: Basic",
            "Authorization: Basic !!!",
            "Authorization: Bearer x",
            "Host: evil.example",
            "Trailer: x",
            "TE: trailers",
            "X: " + "y".repeat(5000),
            "X" + "y".repeat(200) + ": z",
            ": novalue",
            "No Colon",
            "Sp ace: x",
            " folded: x",
            "X: \u0000",
            "X: é",
            "If-Match: *",
            "Date: never",
            "Via: 1.1 x");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "text/plain",
            "text/plain; charset=utf-8",
            "text/plain; charset=utf-16",
            "text/plain; charset=\"utf-8",
            "text/plain; charset=none",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "multipart/form-data",
            "x",
            "x/",
            "application/json;;;",
            "*/*",
            "application/xml",
            "application/java-archive",
            "application/x-ndjson",
            "",
            "application/merge-patch+json",
            "text/html; charset=iso-8859-1");
    private static final List<String> BODIES = List.of(
            "{\"text\":\"Tim Cook was in Berlin.\"}",
            "{\"text\":\"a\",\"layers\":[\"tokens\"],\"language\":\"en\"}",
            "{\"text\":7}",
            "{\"text\":null}",
            "{\"texts\":[]}",
            "{\"documents\":[{\"id\":\"1\",\"text\":\"Hello.\"}]}",
            "{\"documents\":[1,2,3]}",
            "{\"text\":\"\\ud800\"}",
            "{\"text\":\"\\u0000\"}",
            "{\"a\":{\"b\":[1,2,{}]}}",
            "[]",
            "null",
            "\"",
            "{",
            "{}",
            "{\"text\":\"a\",\"text\":\"b\"}",
            "[".repeat(2000),
            "1e999999",
            "NaN",
            "\u0000",
            "a",
            "a=b&c=d",
            "name=a&password=b",
            "a=%zz",
            "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b--",
            "--b\r\n",
            "{\"policy\":\"latest\"}",
            "{\"layers\":[" + "1,".repeat(2000) + "1]}",
            "PK\u0003\u0004",
            "x".repeat(50_000));
    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.UTF_16,
            Charset.forName("UTF-32"));

    private final int port;
    private final String authorization;
    private final List<String> routes;
    private final Random random;
    private final List<String> complaints = new ArrayList<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private long slowestMillis;
    private long requests;

    private Fuzz(int port, String authorization, List<String> routes, long seed) {
        this.port = port;
        this.authorization = authorization;
        this.routes = List.copyOf(routes);
        this.random = new Random(seed);
    }

    /**
     * What came of it.
     *
     * @param complaints answers that should not be, each with the request; the first fifty
     * @param statuses how often each status came; 0 for connections that were closed without an answer
     */
    public record Report(List<String> complaints, Map<Integer, Integer> statuses, long slowestMillis, long requests) {}

    /**
     * Sends so many requests, one after the other.
     *
     * @param authorization value of the header of an administrator
     * @param routes paths that are served, with parameters in braces
     */
    public static Report run(int port, String authorization, List<String> routes, long seed, int requests)
            throws IOException {
        Fuzz fuzz = new Fuzz(port, authorization, routes, seed);
        while (fuzz.requests < requests && fuzz.complaints.size() < MOST_COMPLAINTS) {
            fuzz.one();
        }
        return new Report(List.copyOf(fuzz.complaints), fuzz.statuses, fuzz.slowestMillis, fuzz.requests);
    }

    /** A request as it goes over the wire. */
    private record Sent(String method, String path, byte[] bytes) {
        boolean isOfTheConsole() {
            return path.startsWith("/console");
        }

        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return (text.length() > 1500 ? text.substring(0, 1500) + "…" : text).replace(CRLF, "⏎");
        }
    }

    private record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private void one() throws IOException {
        Sent sent = next();
        requests++;
        long begin = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(sent.bytes());
                // what was announced and does not come is known to be missing
                socket.shutdownOutput();
            } catch (IOException e) {
                // refused before it was read to its end; the answer is there
            }
            Answer answer = read(socket.getInputStream(), sent.method().equals("HEAD"));
            statuses.merge(answer.status(), 1, Integer::sum);
            String wrong = wrong(sent, answer);
            if (!wrong.isEmpty()) {
                complaints.add(wrong + " for " + sent + " → " + answer);
            }
        } catch (SocketTimeoutException e) {
            complaints.add("no answer within " + PATIENCE_MILLIS + " ms for " + sent);
        } catch (IOException | RuntimeException e) {
            statuses.merge(0, 1, Integer::sum);
            if (!(e instanceof EOFException) && !String.valueOf(e.getMessage()).contains("reset")) {
                complaints.add(e + " for " + sent);
            }
        }
        slowestMillis = Math.max(slowestMillis, (System.nanoTime() - begin) / 1_000_000);
    }

    private static String wrong(Sent sent, Answer answer) {
        int status = answer.status();
        boolean unknown = UNKNOWN_METHODS.contains(sent.method());
        if (status >= 500 && !(status == 501 && unknown)) {
            return "status " + status;
        }
        String type = answer.header("content-type");
        if (!sent.isOfTheConsole() && type.startsWith("text/html")) {
            return "HTML";
        }
        if (type.contains("json")
                && !type.contains("x-ndjson")
                && !sent.method().equals("HEAD")) {
            try {
                Json.read(answer.body());
            } catch (RuntimeException e) {
                return "broken JSON (" + e + ")";
            }
        }
        if (answer.header("x-request-id").isEmpty()) {
            return "no request id";
        }
        // the Open Inference Protocol has errors of its own
        boolean isError = type.equals("application/problem+json")
                || sent.path().startsWith("/v2") && type.equals("application/json");
        if (status >= 400 && !sent.isOfTheConsole() && !isError) {
            return "no problem";
        }
        return "";
    }

    private Sent next() {
        String method = pick(METHODS);
        String path = path();
        StringBuilder head = new StringBuilder();
        head.append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.")
                .append(chance(20) ? 0 : 1)
                .append(CRLF);
        head.append("Host: 127.0.0.1:").append(port).append(CRLF);
        if (!chance(8)) {
            head.append("Authorization: ").append(authorization).append(CRLF);
        }
        int fields = Math.max(0, random.nextInt(8) - 5);
        for (int i = 0; i < fields; i++) {
            head.append(pick(HEADERS)).append(CRLF);
        }
        byte[] body = body();
        if (body.length > 0 || chance(10)) {
            head.append("Content-Type: ")
                    .append(chance(2) ? TYPES.get(0) : pick(TYPES))
                    .append(CRLF);
        }
        boolean chunked = chance(5);
        if (chunked) {
            head.append("Transfer-Encoding: ")
                    .append(chance(8) ? "gzip, chunked" : "chunked")
                    .append(CRLF);
            body = chunks(body);
        }
        if (!chunked && body.length > 0 || chance(30)) {
            int length = chance(15) ? body.length + random.nextInt(21) - 10 : body.length;
            head.append("Content-Length: ").append(length).append(CRLF);
        }
        head.append(chance(60) ? "\n" : CRLF);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(chance(2) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return new Sent(method, path, bytes.toByteArray());
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (String segment : pick(routes).split("/")) {
            if (!segment.isEmpty()) {
                path.append('/').append(segment.startsWith("{") || chance(60) ? pick(SEGMENTS) : segment);
            }
        }
        if (chance(30)) {
            path.append('/').append(pick(SEGMENTS));
        }
        if (path.length() == 0) {
            path.append('/');
        }
        if (chance(3)) {
            path.append('?').append(pick(QUERIES));
            if (chance(2)) {
                path.append('&').append(pick(QUERIES));
            }
        }
        return path.toString();
    }

    private byte[] body() {
        if (chance(2)) {
            return new byte[0];
        }
        byte[] body = pick(BODIES).getBytes(pick(CHARSETS));
        if (chance(4) && body.length > 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        if (chance(8) && body.length > 0) {
            byte[] cut = new byte[random.nextInt(body.length)];
            System.arraycopy(body, 0, cut, 0, cut.length);
            return cut;
        }
        return body;
    }

    private byte[] chunks(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String end = chance(10) ? "\n" : CRLF;
        if (body.length > 0) {
            String size = chance(15)
                    ? pick(List.of("zz", "-1", "ffffffffffffffff", " 5", "5;a=\""))
                    : Integer.toHexString(body.length);
            out.writeBytes((size + end).getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            out.writeBytes(CRLF.getBytes(StandardCharsets.ISO_8859_1));
        }
        if (!chance(12)) {
            out.writeBytes(("0" + CRLF + CRLF).getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static Answer read(InputStream in, boolean head) throws IOException {
        String line = line(in);
        // an answer in between, such as 100 Continue, is not the last
        while (line.startsWith("HTTP/1.1 1")) {
            while (!line.isEmpty()) {
                line = line(in);
            }
            line = line(in);
        }
        if (!line.matches("HTTP/1\\.1 \\d{3}.*")) {
            throw new IllegalStateException("no status line: " + line);
        }
        int status = Integer.parseInt(line.substring(9, 12));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        byte[] body = new byte[0];
        // a stream of events does not end
        boolean ends = !headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        if (!head && ends && status != 204 && status != 304) {
            if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                    all.writeBytes(exactly(in, size));
                    line(in);
                }
                body = all.toByteArray();
            } else if (headers.containsKey("content-length")) {
                body = exactly(in, Integer.parseInt(headers.get("content-length")));
            } else {
                body = in.readAllBytes();
            }
        }
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IllegalStateException("the answer ends after " + bytes.length + " of " + size + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed without an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
