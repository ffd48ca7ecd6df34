package io.bouquet.training.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.training.DataException;
import io.bouquet.training.DataFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads files with labelled texts. All problems of a file are reported together. */
final class DataFile {
    /** Problems after which reading ends. */
    private static final int MAX_PROBLEMS = 50;

    private static final int MAX_UNZIPPED = 1 << 28;
    private static final String TEXT = "text";
    private static final String LABEL = "label";

    private final String language;
    private final String layer;
    private final List<LabelledText> texts = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private DataFile(String language, String layer) {
        this.language = language;
        this.layer = layer;
    }

    /**
     * Reads a file.
     *
     * @param name     name of the file, for messages
     * @param language language of the texts, or the empty string
     * @param layer    layer of the labels, unless the file itself names layers
     * @throws DataException if the file has problems or no texts; the message lists them with their lines
     */
    static List<LabelledText> read(String name, DataFormat format, byte[] content, String language, String layer) {
        DataFile file = new DataFile(language, layer);
        try {
            switch (format) {
                case TSV -> file.readTsv(file.text(content));
                case CSV -> file.readCsv(file.text(content));
                case JSON_LINES -> file.readJsonLines(file.text(content));
                case BIO -> file.readBio(file.text(content));
                case CONLL_U -> file.readConllU(file.text(content));
                case BRAT -> file.readBrat(content);
            }
        } catch (TooManyProblems end) {
            file.problems.add("no more was read");
        } catch (IOException e) {
            file.problems.add("it is no " + format.title() + " file: " + e.getMessage());
        }
        if (file.problems.isEmpty() && file.texts.isEmpty()) {
            file.problems.add("it has no labelled texts");
        }
        if (!file.problems.isEmpty()) {
            throw new DataException(name, file.problems);
        }
        return List.copyOf(file.texts);
    }

    private static final class TooManyProblems extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private String text(byte[] content) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("it is not in UTF-8", e);
        }
    }

    private void readTsv(String content) throws IOException {
        List<String> lines = content.lines().toList();
        List<String> header = lines.isEmpty() ? List.of() : List.of(lines.get(0).split("\t", -1));
        if (header.contains(TEXT) && (header.contains(LABEL) || header.contains("labels"))) {
            readTable(content, CSVFormat.TDF.builder().setQuote(null));
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int tab = line.indexOf('\t');
            if (line.isBlank()) {
                continue;
            }
            if (tab < 0) {
                problem(i + 1, "has no tab between the label and the text");
            } else {
                add(i + 1, line.substring(tab + 1), line.substring(0, tab));
            }
        }
    }

    private void readCsv(String content) throws IOException {
        readTable(content, CSVFormat.RFC4180.builder());
    }

    private void readTable(String content, CSVFormat.Builder format) throws IOException {
        CSVFormat table = format.setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setAllowMissingColumnNames(true)
                .build();
        try (CSVParser parser = CSVParser.parse(new StringReader(content), table)) {
            List<String> columns = parser.getHeaderNames();
            String label = columns.contains(LABEL) ? LABEL : "labels";
            if (!columns.contains(TEXT) || !columns.contains(label)) {
                problem(1, "names the columns " + columns + "; there must be 'text' and 'label'");
                return;
            }
            for (CSVRecord row : parser) {
                int line = (int) parser.getCurrentLineNumber();
                if (!row.isConsistent()) {
                    problem(line, "has " + row.size() + " columns, and the header " + columns.size());
                } else {
                    add(line, row.get(TEXT), row.get(label));
                }
            }
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Adds a text with a label over all of it, or with several, separated by {@code |}. */
    private void add(int line, String text, String labels) {
        List<String> all = Stream.of(labels.split("\\|"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
        if (text.isBlank()) {
            problem(line, "has no text");
        } else if (all.isEmpty()) {
            problem(line, "has no label");
        } else {
            texts.add(labelled(text, Layers.of(layer, whole(text, all))));
        }
    }

    private LabelledText labelled(String text, Layers gold) {
        return new LabelledText(new AnnotatedText(text, language), gold);
    }

    private static List<Annotation> whole(String text, List<String> labels) {
        return labels.stream()
                .map(label -> new Annotation(Span.of(text), label))
                .toList();
    }

    private void readJsonLines(String content) {
        JsonMapper json = BundleJson.strict().build();
        List<String> lines = content.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                readJson(i + 1, lines.get(i), json);
            }
        }
    }

    private void readJson(int line, String json, JsonMapper mapper) {
        JsonNode node;
        try {
            node = mapper.readTree(json);
        } catch (JsonProcessingException e) {
            problem(line, "is no JSON: " + e.getOriginalMessage());
            return;
        }
        String text = node.path(TEXT).asText("");
        if (text.isBlank()) {
            problem(line, "has no member 'text' with a text");
            return;
        }
        Layers gold = Layers.none();
        if (node.path(LABEL).isTextual()) {
            gold = Layers.of(layer, whole(text, List.of(node.path(LABEL).textValue())));
        } else if (node.path("labels").isArray()) {
            List<String> labels = new ArrayList<>();
            node.path("labels").forEach(label -> labels.add(label.asText()));
            gold = Layers.of(layer, whole(text, labels));
        } else if (node.path("layers").isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.path("layers").properties()) {
                gold = gold.with(entry.getKey(), annotations(line, text, entry.getValue()));
            }
        } else if (node.path(Layers.ENTITIES).isArray()) {
            gold = Layers.of(layer, annotations(line, text, node.path(Layers.ENTITIES)));
        } else {
            problem(line, "has none of the members 'label', 'labels', 'entities' and 'layers'");
            return;
        }
        String own = node.path("language").asText(language);
        texts.add(new LabelledText(new AnnotatedText(text, own), gold));
    }

    /** Reads annotations as objects, as the platform answers them, or as arrays of begin, end and label. */
    private List<Annotation> annotations(int line, String text, JsonNode array) {
        List<Annotation> annotations = new ArrayList<>();
        for (JsonNode one : array) {
            int begin =
                    one.isArray() ? one.path(0).asInt(-1) : one.path("begin").asInt(-1);
            int end = one.isArray() ? one.path(1).asInt(-1) : one.path("end").asInt(-1);
            String label =
                    one.isArray() ? one.path(2).asText("") : one.path(LABEL).asText("");
            if (begin < 0 || end < begin || end > text.length()) {
                problem(
                        line,
                        "has the annotation " + one + ", whose begin and end are not in the text of " + text.length()
                                + " characters");
            } else {
                annotations.add(new Annotation(new Span(begin, end), label));
            }
        }
        return annotations;
    }

    private void readBio(String content) {
        List<String> words = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        List<String> lines = content.lines().toList();
        for (int i = 0; i <= lines.size(); i++) {
            String line = i < lines.size() ? lines.get(i).strip() : "";
            if (line.isEmpty() || line.startsWith("-DOCSTART-")) {
                addSentence(words, tags);
                words.clear();
                tags.clear();
                continue;
            }
            String[] columns = line.split("\\s+");
            String tag = columns[columns.length - 1];
            if (columns.length < 2 || !tag.matches("O|[BILUES]-.+")) {
                problem(i + 1, "is not a token and a tag such as O, B-person or I-person");
            } else {
                words.add(columns[0]);
                tags.add(tag);
            }
        }
    }

    private void addSentence(List<String> words, List<String> tags) {
        if (words.isEmpty()) {
            return;
        }
        List<Span> spans = new ArrayList<>();
        String text = joined(words, List.of(), spans);
        List<Annotation> entities = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i <= tags.size(); i++) {
            String tag = i < tags.size() ? tags.get(i) : "O";
            boolean goes = begin >= 0
                    && tag.matches("[ILE]-.*")
                    && tag.substring(2).equals(tags.get(begin).substring(2));
            if (begin >= 0 && !goes) {
                entities.add(new Annotation(
                        new Span(spans.get(begin).begin(), spans.get(i - 1).end()),
                        entityLabel(tags.get(begin).substring(2))));
                begin = -1;
            }
            if (begin < 0 && !tag.equals("O")) {
                begin = i;
            }
        }
        Layers gold = Layers.of(
                        Layers.TOKENS,
                        spans.stream()
                                .map(span -> new Annotation(span, "token"))
                                .toList())
                .with(Layers.SENTENCES, whole(text, List.of("sentence")))
                .with(layer, entities);
        texts.add(labelled(text, gold));
    }

    /** Returns the platform's label of an entity's type. */
    private static String entityLabel(String type) {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "PER", "PERS", "PERSON" -> "person";
            case "ORG", "ORGANIZATION", "ORGANISATION" -> "organisation";
            case "LOC", "GPE", "LOCATION" -> "location";
            default -> type.toLowerCase(Locale.ROOT);
        };
    }

    /** Joins words by spaces; without one after words that are in {@code glued}. Adds their spans to {@code spans}. */
    private static String joined(List<String> words, List<Integer> glued, List<Span> spans) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            int begin = text.length();
            text.append(words.get(i));
            spans.add(new Span(begin, text.length()));
            if (i + 1 < words.size() && !glued.contains(i)) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /** One word of a sentence in CoNLL-U. */
    private record Word(String form, String lemma, String pos, boolean glued) {}

    private void readConllU(String content) {
        List<Word> words = new ArrayList<>();
        List<String> lines = content.lines().toList();
        int coveredTo = 0;
        for (int i = 0; i <= lines.size(); i++) {
            String line = i < lines.size() ? lines.get(i) : "";
            if (line.isBlank()) {
                addWords(words);
                words.clear();
                coveredTo = 0;
                continue;
            }
            String[] columns = line.split("\t", -1);
            if (line.startsWith("#")) {
                continue;
            }
            if (columns.length != 10) {
                problem(i + 1, "has " + columns.length + " columns, and not 10 with tabs between them");
                continue;
            }
            boolean glued = columns[9].contains("SpaceAfter=No");
            if (columns[0].matches("\\d+-\\d+")) {
                // the surface form of several words, such as German "zum", is one token here
                words.add(new Word(columns[1], columns[1].toLowerCase(Locale.ROOT), "ADP", glued));
                coveredTo = Integer.parseInt(columns[0].substring(columns[0].indexOf('-') + 1));
            } else if (columns[0].matches("\\d+") && Integer.parseInt(columns[0]) > coveredTo) {
                words.add(new Word(columns[1], columns[2], columns[3], glued));
            }
        }
    }

    private void addWords(List<Word> words) {
        if (words.isEmpty()) {
            return;
        }
        List<Integer> glued = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).glued()) {
                glued.add(i);
            }
        }
        List<Span> spans = new ArrayList<>();
        String text = joined(words.stream().map(Word::form).toList(), glued, spans);
        List<Annotation> tokens = new ArrayList<>();
        List<Annotation> pos = new ArrayList<>();
        List<Annotation> lemmas = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            tokens.add(new Annotation(spans.get(i), "token"));
            pos.add(new Annotation(spans.get(i), words.get(i).pos()));
            lemmas.add(new Annotation(spans.get(i), words.get(i).lemma()));
        }
        texts.add(labelled(
                text,
                Layers.of(Layers.SENTENCES, whole(text, List.of("sentence")))
                        .with(Layers.TOKENS, tokens)
                        .with(Layers.POS, pos)
                        .with(Layers.LEMMAS, lemmas)));
    }

    private void readBrat(byte[] content) throws IOException {
        Map<String, String> files = new TreeMap<>();
        long all = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readNBytes((int) (MAX_UNZIPPED - all + 1));
                all += bytes.length;
                if (all > MAX_UNZIPPED) {
                    throw new ZipException("it has more than " + (MAX_UNZIPPED >> 20) + " MB");
                }
                if (entry.getName().matches(".*\\.(txt|ann)")) {
                    files.put(entry.getName(), text(bytes));
                }
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().endsWith(".ann")) {
                String base = file.getKey().substring(0, file.getKey().length() - 4);
                String text = files.get(base + ".txt");
                if (text == null) {
                    problem(file.getKey() + ": there is no " + base + ".txt");
                } else {
                    addStandoff(file.getKey(), text, file.getValue());
                }
            }
        }
    }

    private void addStandoff(String file, String text, String annotations) {
        List<Annotation> entities = new ArrayList<>();
        List<String> lines = annotations.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String[] columns = lines.get(i).split("\t");
            if (!columns[0].startsWith("T")) {
                continue; // relations, events and notes
            }
            Span span = columns.length < 2 ? null : standoff(columns[1], text);
            if (span == null) {
                problem(file + " line " + (i + 1) + ": '" + lines.get(i) + "' names no label and span in the text");
            } else {
                entities.add(new Annotation(span, entityLabel(columns[1].substring(0, columns[1].indexOf(' ')))));
            }
        }
        entities.sort(
                (one, other) -> Integer.compare(one.span().begin(), other.span().begin()));
        texts.add(labelled(text, Layers.of(layer, entities)));
    }

    /** Reads {@code Person 3 8}, or with several parts {@code Person 3 8;10 14}, which are one span from first to last. */
    private static @Nullable Span standoff(String value, String text) {
        if (!value.matches("\\S+ \\d+ (\\d+;\\d+ )*\\d+")) {
            return null;
        }
        String[] numbers = value.substring(value.indexOf(' ') + 1).split("[ ;]");
        try {
            // brat counts characters, not UTF-16 units
            int begin = text.offsetByCodePoints(0, Integer.parseInt(numbers[0]));
            int end = text.offsetByCodePoints(0, Integer.parseInt(numbers[numbers.length - 1]));
            return begin <= end ? new Span(begin, end) : null;
        } catch (IndexOutOfBoundsException | NumberFormatException outside) {
            return null;
        }
    }

    private void problem(int line, String what) {
        problem("line " + line + " " + what);
    }

    private void problem(String what) {
        problems.add(what);
        if (problems.size() >= MAX_PROBLEMS) {
            throw new TooManyProblems();
        }
    }

    /** Returns how often each label of a layer occurs, the most frequent first. */
    static Map<String, Integer> labels(List<LabelledText> texts, String layer) {
        Map<String, Integer> counts = new TreeMap<>();
        for (LabelledText text : texts) {
            for (Annotation annotation : text.gold().get(layer)) {
                counts.merge(annotation.label(), 1, Integer::sum);
            }
        }
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
