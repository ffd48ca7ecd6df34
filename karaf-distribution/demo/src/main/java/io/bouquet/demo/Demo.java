package io.bouquet.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;

/** Annotates, hot-deploys a tagger, annotates again, and updates the tagger under load. */
public final class Demo {
    private static final String TAGGER = "emphasis";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Client client;
    private final Path samples;
    private final Path deploy;
    private final Report report = new Report(System.out);

    private Demo(Client client, Path samples, Path deploy) {
        this.client = client;
        this.samples = samples;
        this.deploy = deploy;
    }

    /** Takes the folder of the sample plugins and the platform's deploy folder; the rest comes from the environment. */
    public static void main(String[] args) throws InterruptedException {
        URI base =
                URI.create("http://" + System.getenv("BOUQUET_HTTP_HOST") + ":" + System.getenv("BOUQUET_HTTP_PORT"));
        Client client = new Client(base, "admin", System.getenv("BOUQUET_ADMIN_PASSWORD"));
        boolean done = false;
        try {
            done = new Demo(client, Path.of(args[0]), Path.of(args[1])).run();
        } catch (IOException e) {
            System.err.println("The demo cannot go on: " + e);
        }
        System.exit(done ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        String text = paragraph();
        report.title("1. A paragraph, annotated");
        Client.Answer first = client.annotate(text);
        if (!first.ok()) {
            report.line("The platform answered " + first.status() + ": "
                    + first.body().path("detail").asText());
            return false;
        }
        report.annotations(text, first.body());

        Path target = deploy.resolve("emphasis-tagger.jar");
        if (Files.exists(target)) {
            Files.delete(target);
            await(answer -> answer.status() == 404);
        }
        try {
            report.title("2. A tagger, dropped into the deploy folder");
            long live = install("emphasis-tagger-1.0.0.jar", target, "1.0.0");
            report.line(String.format(Locale.ROOT, "%s is live %d ms after the copy.", target.getFileName(), live));
            Client.Answer second = client.annotate(text);
            report.layer(text, TAGGER, second.body().path("layers").path(TAGGER));
            return second.body().path("layers").has(TAGGER) && updateUnderLoad(text, target);
        } finally {
            Files.deleteIfExists(target);
            await(answer -> answer.status() == 404);
            report.line("The tagger is removed again.");
        }
    }

    private boolean updateUnderLoad(String text, Path target) throws IOException, InterruptedException {
        report.title("3. The tagger, updated while requests run");
        Load load = new Load(client, text, TAGGER, 4);
        try {
            awaitAnswers(load, 200);
            long live = install("emphasis-tagger-1.1.0.jar", target, "1.1.0");
            report.line(String.format(Locale.ROOT, "1.1.0 is live %d ms after the copy.", live));
            awaitAnswers(load, load.answered() + 200);
        } finally {
            load.finish();
        }
        load.versions()
                .forEach((version, count) -> report.line(String.format(
                        Locale.ROOT,
                        "  %,7d answered %s",
                        count.get(),
                        version.startsWith("1") ? "by " + TAGGER + " " + version : version)));
        load.failures()
                .forEach((what, count) ->
                        report.line(String.format(Locale.ROOT, "  %,7d failed: %s", count.get(), what)));
        report.line(String.format(Locale.ROOT, "%,d requests answered, %,d failed.", load.answered(), load.failed()));
        return load.failed() == 0;
    }

    /** Milliseconds until the tagger serves in that version. */
    private long install(String sample, Path target, String version) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        // copied beside and moved, so that the platform never sees half a file
        Path half = Files.createTempFile(deploy.getParent(), "sample", ".part");
        Files.copy(samples.resolve(sample), half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
        await(answer -> answer.ok()
                && answer.body().path("version").asText().equals(version)
                && answer.body().path("state").asText().equals("serving"));
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private void await(Predicate<Client.Answer> condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(client.tagger(TAGGER))) {
            if (System.nanoTime() > end) {
                throw new IOException("the tagger '" + TAGGER + "' did not come or go within " + PATIENCE.toSeconds()
                        + " s; the shell's plugin:list and log:display tell why");
            }
            Thread.sleep(20);
        }
    }

    private static void awaitAnswers(Load load, long count) throws InterruptedException {
        while (load.answered() + load.failed() < count) {
            Thread.sleep(20);
        }
    }

    private static String paragraph() throws IOException {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream("paragraph.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /** Prints for people. */
    private record Report(PrintStream out) {
        void title(String title) {
            out.printf("%n%s%n%s%n", title, "-".repeat(title.length()));
        }

        void line(String line) {
            out.println(line);
        }

        void annotations(String text, JsonNode result) {
            out.println(text);
            out.println();
            out.printf("Language: %s%n", result.path("language").asText());
            layer(text, "entities", result.path("layers").path("entities"));
            layer(text, "sentiment", result.path("layers").path("sentiment"));
            words(result.path("layers"));
        }

        void layer(String text, String name, JsonNode annotations) {
            out.printf("%n  %-12s %-7s %-10s %s%n", name.toUpperCase(Locale.ROOT), "score", "span", "text");
            for (JsonNode annotation : annotations) {
                String span = annotation.path("begin").asInt() + "–"
                        + annotation.path("end").asInt();
                String score = annotation.has("score")
                        ? String.format(
                                Locale.ROOT, "%.2f", annotation.path("score").asDouble())
                        : "";
                String covered = annotation.path("text").asText();
                boolean whole = covered.length() == text.length();
                out.printf(
                        "  %-12s %-7s %-10s %s%n",
                        annotation.path("label").asText(), score, span, whole ? "(the whole text)" : shorten(covered));
            }
        }

        /** Tokens of the first sentence with their parts of speech and lemmas, one below the other. */
        private void words(JsonNode layers) {
            int end = layers.path("sentences").path(0).path("end").asInt();
            StringBuilder tokens = new StringBuilder();
            StringBuilder pos = new StringBuilder();
            StringBuilder lemmas = new StringBuilder();
            for (int i = 0;
                    i < layers.path("tokens").size()
                            && layers.path("tokens").path(i).path("end").asInt() <= end;
                    i++) {
                String token = layers.path("tokens").path(i).path("text").asText();
                String tag = layers.path("pos").path(i).path("label").asText();
                String lemma = layers.path("lemmas").path(i).path("label").asText();
                int width = Math.max(token.length(), Math.max(tag.length(), lemma.length())) + 1;
                tokens.append(pad(token, width));
                pos.append(pad(tag, width));
                lemmas.append(pad(lemma, width));
            }
            out.printf("%n  %-12s %s%n  %-12s %s%n  %-12s %s%n", "TOKENS", tokens, "POS", pos, "LEMMAS", lemmas);
        }

        private static String pad(String text, int width) {
            return text + " ".repeat(width - text.length());
        }

        private static String shorten(String text) {
            return text.length() <= 60 ? text : text.substring(0, 59) + "…";
        }
    }
}
