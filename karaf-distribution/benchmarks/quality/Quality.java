import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the answers of Bouquet and of peers on the same texts, with 95 % confidence intervals by bootstrap over the
 * texts. A peer is a program that reads a JSON object with a text from each line and answers with a line: an object with
 * {@code language}, {@code sentences} as {@code [begin, end]}, {@code entities} as {@code [begin, end, label]}, and
 * {@code sentiment}, or with those that it can tell.
 */
public final class Quality {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RESAMPLES = 1_000;
    private static final long SEED = 12;
    private static final Pattern MARKED = Pattern.compile("\\[([^\\]]+)\\]([POL])");

    private Quality() {}

    /** What a text has, or what was said of it; each value is a set, so that all tasks are compared alike. */
    private record Sample(String task, String text, String language, Set<String> gold) {}

    private interface Annotator {
        /** Returns what it says of the text; null if it cannot do the task. */
        Set<String> say(String task, String text, String language);
    }

    /**
     * {@code --bouquet URL USER PASSWORD}, {@code --peer NAME COMMAND}, {@code --texts FILE.jsonl}, {@code --language
     * FILE.tsv}, {@code --entities FILE.bio}, {@code --sentiment FILE.tsv}, {@code --marked FILE.txt} in German; each may be given several times.
     */
    public static void main(String[] args) throws IOException {
        Map<String, Annotator> annotators = new LinkedHashMap<>();
        Map<String, List<Sample>> sets = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--bouquet" -> annotators.put("Bouquet", bouquet(args[++i], args[++i], args[++i]));
                case "--peer" -> annotators.put(args[++i], peer(args[++i]));
                case "--texts" -> texts(Path.of(args[++i]), sets);
                case "--language" -> sets.put("language " + args[i + 1], tsv("language", Path.of(args[++i]), 2));
                case "--sentiment" -> sets.put("sentiment " + args[i + 1], tsv("sentiment", Path.of(args[++i]), 1));
                case "--marked" -> marked(Path.of(args[++i]), sets);
                case "--entities" -> sets.put("entities " + args[i + 1], bio(Path.of(args[++i])));
                default -> throw new IllegalArgumentException("'" + args[i] + "' is no option; see the comment of main");
            }
        }
        System.out.println("| data | texts | who | figure | 95 % |\n|---|---|---|---|---|");
        sets.forEach((name, samples) -> annotators.forEach((who, annotator) -> print(name, samples, who, annotator)));
    }

    private static void print(String name, List<Sample> samples, String who, Annotator annotator) {
        String task = samples.get(0).task();
        int[][] counts = new int[samples.size()][];
        for (int i = 0; i < counts.length; i++) {
            Set<String> said = annotator.say(task, samples.get(i).text(), samples.get(i).language());
            if (said == null) {
                return;
            }
            Set<String> right = new HashSet<>(said);
            right.retainAll(samples.get(i).gold());
            counts[i] = new int[] {right.size(), said.size(), samples.get(i).gold().size()};
        }
        boolean accuracy = task.equals("language") || task.equals("sentiment");
        Random random = new Random(SEED);
        double[] resampled = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            int[][] drawn = new int[counts.length][];
            for (int j = 0; j < drawn.length; j++) {
                drawn[j] = counts[random.nextInt(counts.length)];
            }
            resampled[i] = figure(drawn, accuracy);
        }
        Arrays.sort(resampled);
        String file = name.substring(name.lastIndexOf('/') + 1);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %s %.3f | %.3f–%.3f |%n",
                name.startsWith(task) ? task + ", " + file.replace(task + " ", "") : name,
                counts.length,
                who,
                accuracy ? "accuracy" : "F1",
                figure(counts, accuracy),
                resampled[RESAMPLES / 40],
                resampled[RESAMPLES - 1 - RESAMPLES / 40]);
    }

    /** Returns the fraction of texts with a right answer, or the F1 of all spans. */
    private static double figure(int[][] counts, boolean accuracy) {
        int right = 0;
        int said = 0;
        int gold = 0;
        for (int[] one : counts) {
            right += Math.min(one[0], accuracy ? 1 : one[0]);
            said += one[1];
            gold += one[2];
        }
        return accuracy ? right / (double) counts.length : said + gold == 0 ? 1 : 2.0 * right / (said + gold);
    }

    private static Annotator bouquet(String url, String user, String password) {
        HttpClient client = HttpClient.newHttpClient();
        String basic = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return (task, text, language) -> {
            ObjectNode body = JSON.createObjectNode().put("text", text);
            body.putArray("layers").add(task);
            if (!language.isEmpty()) {
                body.put("language", language);
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/annotate"))
                    .header("Authorization", basic)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.toString()))
                    .build();
            try {
                var answer = client.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 400 || answer.statusCode() == 422) {
                    return Set.of(); // no tagger of the language makes the layer
                }
                if (answer.statusCode() != 200) {
                    throw new IOException(answer.statusCode() + " " + answer.body());
                }
                return said(task, JSON.readTree(answer.body()).path("layers").path(task));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        };
    }

    private static Set<String> said(String task, JsonNode layer) {
        Set<String> said = new TreeSet<>();
        for (JsonNode one : layer) {
            String span = one.path("begin").asInt() + "-" + one.path("end").asInt();
            String label = one.path("label").asText();
            switch (task) {
                case "sentences", "tokens" -> said.add(span);
                case "entities" -> {
                    if (Set.of("person", "organisation", "location").contains(label)) {
                        said.add(span + " " + label);
                    }
                }
                default -> {
                    // the first is that of the whole text
                    if (said.isEmpty()) {
                        said.add(label);
                    }
                }
            }
        }
        return said;
    }

    private static Annotator peer(String command) throws IOException {
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedWriter to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        BufferedReader from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return (task, text, language) -> {
            try {
                to.write(JSON.createObjectNode().put("task", task).put("text", text).put("language", language) + "\n");
                to.flush();
                String line = from.readLine();
                if (line == null) {
                    throw new IOException("the peer '" + command + "' has ended");
                }
                JsonNode answer = JSON.readTree(line).path(task);
                if (answer.isMissingNode()) {
                    return null;
                }
                Set<String> said = new TreeSet<>();
                if (answer.isTextual()) {
                    said.add(answer.asText());
                }
                for (JsonNode one : answer) {
                    said.add(one.get(0) + "-" + one.get(1) + (one.has(2) ? " " + one.get(2).asText() : ""));
                }
                return said;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static void texts(Path file, Map<String, List<Sample>> sets) throws IOException {
        for (String line : Files.readAllLines(file)) {
            JsonNode json = JSON.readTree(line);
            String text = json.path("text").asText();
            for (String task : List.of("language", "sentences", "tokens", "entities", "sentiment")) {
                if (json.has(task)) {
                    sets.computeIfAbsent(task + " " + file, missing -> new ArrayList<>())
                            .add(new Sample(task, text, "", gold(task, text, json.path(task))));
                }
            }
        }
    }

    private static Set<String> gold(String task, String text, JsonNode value) {
        Set<String> gold = new TreeSet<>();
        if (value.isTextual()) {
            gold.addAll(List.of(value.asText().split("\\|")));
        }
        int at = 0;
        for (JsonNode one : value) {
            String covered = one.isArray() ? one.get(0).asText() : one.asText();
            int begin = text.indexOf(covered, at);
            at = begin + covered.length();
            gold.add(begin + "-" + at + (one.isArray() ? " " + one.get(1).asText() : ""));
        }
        return gold;
    }

    private static List<Sample> tsv(String task, Path file, int column) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("\t");
            samples.add(new Sample(task, parts[column], task.equals("language") ? "" : "en", Set.of(parts[0])));
        }
        return samples;
    }

    /** Reads sentences with names such as {@code [Ada]P}: the odd ones are one set, the even ones another. */
    private static void marked(Path file, Map<String, List<Sample>> sets) throws IOException {
        List<String> lines =
                Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder text = new StringBuilder();
            Set<String> gold = new TreeSet<>();
            Matcher name = MARKED.matcher(lines.get(i));
            int at = 0;
            while (name.find()) {
                text.append(lines.get(i), at, name.start());
                int begin = text.length();
                text.append(name.group(1));
                gold.add(begin + "-" + text.length() + " " + label(name.group(2)));
                at = name.end();
            }
            text.append(lines.get(i).substring(at));
            sets.computeIfAbsent(
                            "entities " + (i % 2 == 0 ? "odd lines of " : "even lines of ") + file.getFileName(),
                            missing -> new ArrayList<>())
                    .add(new Sample("entities", text.toString(), "de", gold));
        }
    }

    /** Reads sentences of tokens with BIO tags; the text is the tokens with spaces between them. */
    private static List<Sample> bio(Path file) throws IOException {
        List<Sample> samples = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Set<String> gold = new TreeSet<>();
        int begin = -1;
        String type = "";
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add("");
        for (String line : lines) {
            int tab = line.lastIndexOf('\t');
            String tag = line.isEmpty() ? "O" : line.substring(tab + 1);
            if (begin >= 0 && !tag.equals("I-" + type)) {
                gold.add(begin + "-" + text.length() + " " + label(type));
                begin = -1;
            }
            if (line.isEmpty()) {
                if (text.length() > 0) {
                    samples.add(new Sample("entities", text.toString(), "en", Set.copyOf(gold)));
                }
                text.setLength(0);
                gold.clear();
                continue;
            }
            text.append(text.length() == 0 ? "" : " ");
            if (tag.startsWith("B-")) {
                begin = text.length();
                type = tag.substring(2);
            }
            text.append(line, 0, tab);
        }
        return samples;
    }

    private static String label(String type) {
        return switch (type) {
            case "PER", "P" -> "person";
            case "LOC", "L" -> "location";
            case "ORG", "O" -> "organisation";
            default -> throw new IllegalArgumentException("the tag '" + type + "' is none of PER, LOC, ORG");
        };
    }
}
