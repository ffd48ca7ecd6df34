package io.bouquet.benchmarks.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Parts of requests that HTTP, or what reads it, has to refuse or to ignore. */
final class Bends {
    static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW", "get");

    static final List<String> SEGMENTS = List.of(
            "a",
            "0",
            "-1",
            "%20",
            "%C3%A4",
            "%00",
            "%2F",
            "%2e%2e",
            "..",
            ".",
            "..;",
            ";a=b",
            "%",
            "%zz",
            "%ff",
            "%ED%A0%80",
            "%0d%0aX-Injected:%20yes",
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

    static final List<String> QUERIES = List.of(
            "a=b",
            "q=%",
            "q=%zz",
            "q=%C3",
            "q=%ff",
            "=",
            "&&&",
            "a=b&a=c",
            "x".repeat(3_000),
            "?",
            "%00",
            "a=%0d%0aX-Injected:%20yes");

    static final List<String> HEADERS = List.of(
            "Accept: application/json",
            "Accept: text/html",
            "Accept: */*;q=0",
            "Accept: x",
            "Accept: a/b;q=zz",
            "Accept: image/png",
            "Accept: , ,",
            "Accept: text/event-stream",
            "Accept: application/x-ndjson",
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
            "If-Match: *",
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
            "Authorization: Basic",
            "Authorization: Basic !!!",
            "Authorization: Bearer x",
            "Authorization: Bearer bqt_wrong",
            "Host: evil.example",
            "Trailer: x",
            "TE: trailers",
            "X: " + "y".repeat(5_000),
            "X" + "y".repeat(200) + ": z",
            ": novalue",
            "No Colon",
            "Sp ace: x",
            " folded: x",
            "X: \u0000",
            "X: é",
            "Date: never",
            "Via: 1.1 x");

    static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/json; charset=utf-16",
            "text/plain",
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

    static final List<String> CHUNK_SIZES = List.of("zz", "-1", "ffffffffffffffff", " 5", "5;a=\"", "0x5", "");

    static final List<Charset> CHARSETS =
            List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16, Charset.forName("UTF-32"));

    private Bends() {}
}
