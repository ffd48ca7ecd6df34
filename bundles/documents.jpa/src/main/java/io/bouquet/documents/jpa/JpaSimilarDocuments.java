package io.bouquet.documents.jpa;

import io.bouquet.common.BackgroundThread;
import io.bouquet.common.Ulid;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.data.Transactions;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.documents.SimilarDocuments;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.TaggingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an embedding of each document in a table beside it, from which the database deletes it with its document, and in
 * memory. A thread of its own makes those that are missing, document by document.
 */
@Component
public final class JpaSimilarDocuments implements SimilarDocuments {
    private static final Logger LOG = LoggerFactory.getLogger(JpaSimilarDocuments.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(5);
    private static final int BATCH = 50;
    /** Longer texts are embedded by their beginning. */
    private static final int LONGEST = 20_000;

    /** Ids of documents sort by time. Those of other nodes may be stored a little later than their ids say. */
    private static final long OVERLAP_MILLIS = 60_000;

    private final Transactions transactions;
    private final DocumentStore documents;
    private final Broker broker;
    private final VectorTable table = new VectorTable();
    private final BackgroundThread worker = new BackgroundThread("bouquet-documents-embeddings");
    /** The encoder of the vectors in the table; the empty string until one is there. */
    private String encoder = "";
    /** Documents before this id were looked at. */
    private String seen = "";

    private volatile boolean closed;

    @Activate
    public JpaSimilarDocuments(
            @Reference(target = "(" + Transactions.UNIT + "=documents)") Transactions transactions,
            @Reference DocumentStore documents,
            @Reference Broker broker) {
        this.transactions = transactions;
        this.documents = documents;
        this.broker = broker;
        worker.repeat(PAUSE, this::embedMissing);
    }

    @Deactivate
    void close() {
        closed = true;
        worker.closeGently(END);
    }

    /** Makes the embeddings of documents that have none. */
    void embedMissing() {
        Set<String> languages = languages();
        if (languages.isEmpty()) {
            return;
        }
        try {
            if (!isEncoderKnown(languages)) {
                return;
            }
            String begun = Ulid.next(Clock.systemUTC().millis());
            String with = encoder;
            String after = overlapping(seen);
            for (List<String> missing = missing(after); !missing.isEmpty(); missing = missing(after)) {
                for (String id : missing) {
                    if (closed) {
                        return;
                    }
                    documents.get(id).ifPresent(document -> embed(document, languages));
                }
                // not what was seen again, for some documents can have no embedding now
                after = missing.get(missing.size() - 1);
            }
            seen(with, begun);
        } catch (DatabaseUnavailableException | TaggingException e) {
            LOG.debug("Embeddings of documents wait", e);
        }
    }

    /** Returns the languages whose taggers make embeddings; none if there is no encoder. The empty string is any. */
    private Set<String> languages() {
        return broker.taggers().stream()
                .filter(tagger ->
                        tagger.state() == State.SERVING && tagger.produces().contains(Layers.EMBEDDINGS))
                .flatMap(tagger -> tagger.languages().isEmpty() ? List.of("").stream() : tagger.languages().stream())
                .collect(Collectors.toSet());
    }

    private void embed(Document document, Set<String> languages) {
        float[] numbers = {};
        if (languages.contains("") || languages.contains(document.language())) {
            String text = document.text();
            numbers = numbers(text.substring(0, Math.min(LONGEST, text.length())), document.language());
            if (numbers.length == 0) {
                return; // tried again after the next start
            }
        }
        VectorTable.Row row = VectorTable.row(document.id(), numbers);
        boolean isThere = transactions.call(entities -> {
            if (entities.find(StoredDocument.class, document.id()) == null) {
                return false;
            }
            entities.merge(new StoredVector(document.id(), encoder, row.steps(), row.scale()));
            return true;
        });
        if (isThere && row.steps().length > 0) {
            table.put(row);
        }
    }

    /** Learns the encoder from a word, as soon as there is a document. */
    private synchronized boolean isEncoderKnown(Set<String> languages) {
        DocumentQuery any = new DocumentQuery(null, null, null, null, 0, 1);
        if (encoder.isEmpty() && !documents.ids(any, "").isEmpty()) {
            numbers("word", languages.iterator().next());
        }
        return !encoder.isEmpty();
    }

    /**
     * Returns the embedding of a text; empty if it has none.
     *
     * @throws TaggingException if it cannot be made now
     */
    private float[] numbers(String text, String language) {
        AnnotationResult result = broker.annotate(new AnnotationRequest(text, List.of(Layers.EMBEDDINGS), language));
        Optional<Annotation> whole =
                result.layers().get(Layers.EMBEDDINGS).stream().findFirst();
        whole.ifPresent(it -> use(it.attributes().getOrDefault(Layers.ENCODER, "")));
        return whole.map(it -> it.vector().toArray()).orElse(new float[0]);
    }

    /** Loads the vectors of an encoder, if it is another one than before. */
    private synchronized void use(String name) {
        if (name.equals(encoder)) {
            return;
        }
        encoder = name;
        seen = "";
        table.clear();
        transactions.run(entities -> entities.createQuery(
                        "select v from StoredVector v where v.encoder = :encoder", StoredVector.class)
                .setParameter("encoder", name)
                .getResultList()
                .forEach(vector -> {
                    if (vector.steps().length > 0) {
                        table.put(new VectorTable.Row(vector.id(), vector.steps(), vector.scale()));
                    }
                }));
        LOG.info("{} documents have embeddings of {}", table.size(), name);
    }

    /** Notes that all documents before an id were looked at, unless another encoder came meanwhile. */
    private synchronized void seen(String with, String id) {
        if (encoder.equals(with)) {
            seen = id;
        }
    }

    /** Returns the ids of later documents without a vector of this encoder, the oldest first. */
    private synchronized List<String> missing(String after) {
        String name = encoder;
        return transactions.call(entities -> entities.createQuery(
                        "select d.id from StoredDocument d where d.id > :after and not exists"
                                + " (select v.id from StoredVector v where v.id = d.id and v.encoder = :encoder)"
                                + " order by d.id",
                        String.class)
                .setParameter("after", after)
                .setParameter("encoder", name)
                .setMaxResults(BATCH)
                .getResultList());
    }

    /** Returns an id a little before {@code id}. */
    private static String overlapping(String id) {
        return id.isEmpty() ? "" : Ulid.next(Math.max(0, Ulid.millis(id) - OVERLAP_MILLIS));
    }

    @Override
    public List<Match> like(String text, DocumentQuery query, double least) {
        float[] wanted = wanted(text);
        List<VectorTable.Hit> hits = table.search(wanted, least, MAX_MATCHES + 1).stream()
                .filter(hit -> !hit.id().equals(text))
                .limit(MAX_MATCHES)
                .toList();
        Map<String, DocumentSummary> found = new TreeMap<>();
        for (int from = 0; from < hits.size(); from += DocumentQuery.MAX_LIMIT) {
            List<String> ids = hits.subList(from, Math.min(from + DocumentQuery.MAX_LIMIT, hits.size())).stream()
                    .map(VectorTable.Hit::id)
                    .toList();
            documents.find(query, ids).forEach(summary -> found.put(summary.id(), summary));
        }
        List<Match> matches = new ArrayList<>();
        for (VectorTable.Hit hit : hits) {
            DocumentSummary summary = found.get(hit.id());
            if (summary != null) {
                matches.add(new Match(summary, hit.similarity()));
            }
        }
        return matches;
    }

    private float[] wanted(String text) {
        if (languages().isEmpty()) {
            throw new IllegalArgumentException(
                    "no tagger makes embeddings; install an embedding model, such as the feature bouquet-onnx");
        }
        Optional<Document> document = documents.get(text);
        if (document.isPresent()) {
            VectorTable.Row row = table.get(text);
            if (row != null) {
                return row.numbers();
            }
        }
        String wanted = document.map(Document::text).orElse(text);
        float[] numbers;
        try {
            numbers = numbers(wanted.substring(0, Math.min(LONGEST, wanted.length())), "");
            if (numbers.length == 0 && languages().size() == 1) {
                // a few words often look like another language
                numbers = numbers(wanted, languages().iterator().next());
            }
        } catch (TaggingException e) {
            throw new IllegalArgumentException("the text can have no embedding now: " + e.getMessage(), e);
        }
        if (numbers.length == 0) {
            throw new IllegalArgumentException("the text has no embedding; there are encoders for: "
                    + languages().stream().sorted().collect(Collectors.joining(", ")));
        }
        return numbers;
    }

    @Override
    public List<Embedded> embeddings(int limit) {
        List<Embedded> latest = new ArrayList<>();
        table.rows().stream()
                .sorted(Comparator.comparing(VectorTable.Row::id).reversed())
                .limit(limit)
                .forEach(row -> latest.add(new Embedded(row.id(), row.numbers())));
        return latest;
    }

    @Override
    public int size() {
        return table.size();
    }
}
