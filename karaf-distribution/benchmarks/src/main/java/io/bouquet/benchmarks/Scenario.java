package io.bouquet.benchmarks;

import io.bouquet.benchmarks.fixture.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is asked for while plugins are swapped. */
final class Scenario {
    private static final int BATCH = 5;
    private static final int TEXTS = 1_000;

    private final Operator operator;
    private final List<String> texts;
    private final String document;
    private final Answers answers = new Answers();

    /** @param document id of one that is stored */
    Scenario(Operator operator, Texts texts, String document) {
        this.operator = operator;
        this.texts = texts.next(TEXTS);
        this.document = document;
    }

    /** @param perSecond requests to all quick endpoints together */
    List<Endpoint> endpoints(double perSecond) {
        List<Endpoint> all = new ArrayList<>();
        all.add(annotate("annotate, default models", 0.15 * perSecond, "", List.of("sentences", "tokens", "pos")));
        all.add(annotate("annotate, side by side", 0.20 * perSecond, "", List.of("mark-a", "mark-b", "mark-m")));
        all.add(annotate("annotate, in place", 0.10 * perSecond, "stamps", List.of("stamp-a", "stamp-b")));
        all.add(annotate("annotate, deploy folder", 0.05 * perSecond, "emphasis", List.of("emphasis")));
        all.add(annotate("annotate, in a KAR", 0.04 * perSecond, "kar", List.of("mark-k")));
        all.add(batch(0.02 * perSecond, List.of("mark-a", "mark-b", "mark-m", "tokens")));
        all.add(get(
                "sample service",
                0.10 * perSecond,
                "hello",
                "/hello/Ada",
                body -> Json.string(Json.read(body), "message").equals("Hello, Ada!") ? "" : "no greeting"));
        all.add(get(
                "another service",
                0.11 * perSecond,
                "echo",
                "/benchmark-echo/quick/7",
                body -> Answers.service(Json.read(body))));
        all.add(get(
                "a plugin's service",
                0.08 * perSecond,
                "visitor",
                "/benchmark-visitor",
                body -> Answers.service(Json.read(body))));
        all.add(get(
                "an application of its own",
                0.05 * perSecond,
                "lodger",
                "/benchmark-lodger",
                body -> Answers.service(Json.read(body))));
        all.add(get(
                "a document",
                0.10 * perSecond,
                "",
                "/api/documents/" + document,
                body -> Json.string(Json.read(body), "id").equals(document) ? "" : "another document"));
        all.add(get("a servlet", 0.06 * perSecond, "servlet", "/benchmark-plain/7", Scenario::service));
        all.add(get(
                "static resources", 0.04 * perSecond, "servlet", "/benchmark-static/" + Stamp.FILE, Scenario::file));
        all.add(get("behind a servlet filter", 0.06 * perSecond, "door", "/benchmark-door/7", Scenario::service));
        all.add(get("a configured service", 0.03 * perSecond, "setting", "/benchmark-setting", Scenario::service));
        all.add(get("a configured servlet", 0.03 * perSecond, "setting", "/benchmark-set", Scenario::service));
        all.add(get("a service on a library", 0.03 * perSecond, "library", "/benchmark-reader", Scenario::service));
        all.add(get("a servlet on a library", 0.03 * perSecond, "library", "/benchmark-second", Scenario::service));
        all.add(get("a service on a provider", 0.03 * perSecond, "provider", "/benchmark-consumer", Scenario::service));
        all.add(get("a servlet on a provider", 0.03 * perSecond, "provider", "/benchmark-consumes", Scenario::service));
        all.add(get("a service with a table", 0.03 * perSecond, "notebook", "/benchmark-notebook", Scenario::service));
        all.add(get("a servlet in its own context", 0.03 * perSecond, "room", "/benchmark-room/7", Scenario::service));
        all.addAll(held());
        return all;
    }

    /** What lasts for two seconds, so that some is held across every cut. */
    private List<Endpoint> held() {
        double perSecond = 1;
        return List.of(
                slow(get(
                        "held by a service (2 s)",
                        perSecond,
                        "echo",
                        "/benchmark-echo/slow/7",
                        body -> Answers.service(Json.read(body)))),
                slow(annotate("held side by side (2 s)", perSecond / 2, "", List.of("mark-slow"))),
                slow(annotate("held in place (2 s)", perSecond / 2, "stamps", List.of("stamp-slow"))),
                slow(get("NDJSON stream (2 s)", perSecond, "echo", "/benchmark-echo/stream", Answers::stream)),
                slow(get("events of objects (2 s)", perSecond, "echo", "/benchmark-echo/events", Answers::events)));
    }

    private static String service(String body) {
        return Answers.service(Json.read(body));
    }

    private static String file(String body) {
        return body.startsWith("version=") ? "" : "another file";
    }

    private static Endpoint slow(Endpoint one) {
        return new Endpoint(one.name(), one.perSecond(), one.part(), false, one.request(), one.check());
    }

    private Endpoint annotate(String name, double perSecond, String part, List<String> layers) {
        String options = "\"language\":\"en\",\"layers\":" + array(layers);
        // emphasis is there where somebody shouts
        List<byte[]> requests = texts.stream()
                .map(text -> operator.bytes(
                        "POST", "/api/annotate", "{\"text\":" + quoted(text + " STOP!!!") + "," + options + "}"))
                .toList();
        return new Endpoint(
                name,
                perSecond,
                part,
                true,
                number -> requests.get((int) (number % requests.size())),
                body -> answers.annotated(Json.read(body), layers));
    }

    private Endpoint batch(double perSecond, List<String> layers) {
        List<byte[]> requests = IntStream.range(0, TEXTS / BATCH)
                .mapToObj(i -> "{\"language\":\"en\",\"layers\":" + array(layers) + ",\"documents\":["
                        + IntStream.range(0, BATCH)
                                .mapToObj(
                                        j -> "{\"id\":\"" + j + "\",\"text\":" + quoted(texts.get(i * BATCH + j)) + "}")
                                .collect(Collectors.joining(","))
                        + "]}")
                .map(body -> operator.bytes("POST", "/api/annotate/batch", body))
                .toList();
        return new Endpoint(
                "batch, side by side",
                perSecond,
                "",
                true,
                number -> requests.get((int) (number % requests.size())),
                body -> answers.batch(Json.read(body), BATCH, layers));
    }

    private Endpoint get(String name, double perSecond, String part, String path, Endpoint.Check check) {
        byte[] request = operator.bytes("GET", path, "");
        return new Endpoint(name, perSecond, part, true, number -> request, check);
    }

    private static String array(List<String> names) {
        return names.stream().map(Scenario::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The body of a request that stores a document. */
    static String toStore() {
        Map<String, String> document = Map.of("text", "Tim Cook was in Berlin.", "language", "en");
        return document.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + quoted(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
