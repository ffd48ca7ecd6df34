package io.bouquet.documents.console;

import io.bouquet.console.spi.Chart;
import io.bouquet.console.spi.Chart.Cell;
import io.bouquet.console.spi.Chart.Kind;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.SimilarDocuments;
import io.bouquet.documents.SimilarDocuments.Embedded;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Documents as points in a plane: the nearer two are, the more alike are their texts. Thread-safe. */
final class DocumentMap {
    /** Greatest number of documents. */
    static final int MOST = 2_000;

    private static final String LANGUAGE = "language";
    /** What points are coloured by at first, if documents have it. */
    private static final List<String> PREFERRED = List.of("categories", Layers.SENTIMENT);

    private static final int LONGEST_EXCERPT = 80;
    private static final int MOST_GROUPS = 11;
    private static final String OTHER = "other";
    private static final String NONE = "none";

    private final DocumentStore store;

    /** What the page needs of a document, so that texts are not read again for each map. */
    private record Seen(String excerpt, Map<String, String> labels) {}

    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST;
        }
    };

    /** The last map, which is the same while the documents are. */
    private List<String> projectedIds = List.of();

    private Projection projected = new Projection(new float[0][0], 1);

    DocumentMap(DocumentStore store) {
        this.store = store;
    }

    /**
     * A map.
     *
     * @param colours names of what the points may be coloured by
     * @param colour  the chosen one
     */
    record View(Chart chart, List<String> colours, String colour, int size) {}

    /** Draws the latest documents, coloured by a layer with one label for the whole text, or by the language. */
    synchronized View draw(SimilarDocuments similar, String asked) {
        List<Embedded> embedded = new ArrayList<>(similar.embeddings(MOST));
        int dimension = embedded.isEmpty() ? 0 : embedded.get(0).numbers().length;
        // vectors of an older encoder are being replaced
        embedded.removeIf(one -> one.numbers().length != dimension || !isThere(one.id()));
        List<String> ids = embedded.stream().map(Embedded::id).toList();
        if (!ids.equals(projectedIds)) {
            projected = ids.isEmpty()
                    ? new Projection(new float[0][0], 1)
                    : Projection.of(embedded.stream().map(Embedded::numbers).toList());
            projectedIds = ids;
        }
        TreeSet<String> colours = new TreeSet<>(
                Comparator.comparing((String name) -> name.equals(LANGUAGE)).thenComparing(Comparator.naturalOrder()));
        ids.forEach(id -> colours.addAll(labels(id).keySet()));
        String usual = PREFERRED.stream()
                .filter(colours::contains)
                .findFirst()
                .orElseGet(() -> colours.isEmpty() ? LANGUAGE : colours.first());
        String colour = colours.contains(asked) ? asked : usual;
        return new View(chart(ids, colour), List.copyOf(colours), colour, ids.size());
    }

    private Chart chart(List<String> ids, String colour) {
        Map<String, String> groups = groups(ids, colour);
        List<Chart.Row> rows = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            float[] place = projected.places()[i];
            rows.add(new Chart.Row(
                    List.of(Cell.of(place[0]), Cell.of(place[1])),
                    groups.getOrDefault(labels(id).getOrDefault(colour, NONE), OTHER),
                    excerpt(id),
                    "/console/documents/" + id));
        }
        return new Chart(
                Kind.POINTS,
                "Documents by meaning",
                List.of("first component", "second component"),
                rows,
                String.format(
                        Locale.ROOT,
                        "The nearer two points are, the more alike the texts. The plane shows %.0f%% of the differences."
                                + " Drag to enlarge, double-click to go back, click a name to hide its points.",
                        100 * projected.kept()));
    }

    /** Returns the names of the groups by label: the most frequent labels have one of their own. */
    private Map<String, String> groups(List<String> ids, String colour) {
        Map<String, Long> counts = ids.stream()
                .map(id -> labels(id).getOrDefault(colour, NONE))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_GROUPS)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getKey));
    }

    private boolean isThere(String id) {
        if (seen.containsKey(id)) {
            return true;
        }
        Optional<Document> document = store.get(id);
        document.ifPresent(it -> seen.put(id, new Seen(excerpt(it), labels(it))));
        return document.isPresent();
    }

    private Map<String, String> labels(String id) {
        Seen document = seen.get(id);
        return document == null ? Map.of() : document.labels();
    }

    private String excerpt(String id) {
        Seen document = seen.get(id);
        return document == null ? "" : document.excerpt();
    }

    private static String excerpt(Document document) {
        String text = document.text().strip().replaceAll("\\s+", " ");
        return text.codePointCount(0, text.length()) <= LONGEST_EXCERPT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_EXCERPT)) + "…";
    }

    /** Returns the label of each layer that says one thing of the whole text first, and the language. */
    private static Map<String, String> labels(Document document) {
        Map<String, String> labels = new HashMap<>();
        Span whole = Span.of(document.text());
        document.layers().asMap().forEach((name, annotations) -> {
            if (!name.equals(Layers.LANGUAGE) && !name.equals(Layers.EMBEDDINGS) && !name.equals(Layers.SENTENCES)) {
                annotations.stream()
                        .filter(one -> one.span().equals(whole))
                        .max(Comparator.comparingDouble(one -> one.hasScore() ? one.score() : 0))
                        .map(Annotation::label)
                        .ifPresent(label -> labels.put(name, label));
            }
        });
        if (!document.language().isEmpty()) {
            labels.put(LANGUAGE, document.language());
        }
        return labels;
    }
}
