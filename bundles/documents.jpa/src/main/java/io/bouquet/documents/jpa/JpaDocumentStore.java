package io.bouquet.documents.jpa;

import io.bouquet.common.Ulid;
import io.bouquet.data.Transactions;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Layers;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.persistence.EntityManager;
import javax.persistence.TypedQuery;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Stores documents in the persistence unit {@code documents}. */
@Component
public final class JpaDocumentStore implements DocumentStore {
    /** Layers whose labels are words of the text or carry no information; they cannot be searched. */
    private static final Set<String> NOT_SEARCHED = Set.of(Layers.SENTENCES, Layers.TOKENS, Layers.LEMMAS);

    /** Width of the column; searchable layers have no longer labels. */
    private static final int LONGEST_LABEL = 200;

    private final Transactions transactions;
    private final Clock clock;
    private final SummaryFilling filling;
    private final LayersJson json = new LayersJson();

    @Activate
    public JpaDocumentStore(@Reference(target = "(" + Transactions.UNIT + "=documents)") Transactions transactions) {
        this(transactions, Clock.systemUTC());
        filling.start();
    }

    @Deactivate
    void close() {
        filling.close();
    }

    JpaDocumentStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.filling = new SummaryFilling(transactions, this::summary);
    }

    @Override
    public Document add(String text, AnnotationResult annotations) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the text contains U+0000, which cannot be stored");
        }
        long now = clock.millis();
        Document document = new Document(
                Ulid.next(now),
                text,
                annotations.language(),
                annotations.layers(),
                annotations.generation(),
                annotations.taggers(),
                Instant.ofEpochMilli(now));
        StoredDocument stored = new StoredDocument(
                document.id(),
                text,
                document.language(),
                json.write(document.layers()),
                json.write(document.taggers()),
                document.generation(),
                now,
                labels(document.layers()));
        summarise(stored, DocumentSummary.of(document));
        transactions.run(entities -> entities.persist(stored));
        return document;
    }

    @Override
    public Optional<Document> get(String id) {
        if (!Ulid.fits(id)) {
            return Optional.empty();
        }
        return transactions.call(entities ->
                Optional.ofNullable(entities.find(StoredDocument.class, id)).map(this::document));
    }

    @Override
    public boolean delete(String id) {
        // a statement, so that the text is not read first; the foreign key deletes the labels too
        return Ulid.fits(id)
                && transactions.call(entities -> entities.createQuery("delete from StoredDocument d where d.id = :id")
                                .setParameter("id", id)
                                .executeUpdate())
                        > 0;
    }

    @Override
    public DocumentPage find(DocumentQuery query) {
        Where where = Where.of(query);
        Map<String, Optional<DocumentSummary>> page = new LinkedHashMap<>();
        long total = transactions.call(entities -> {
            long found = where.bind(
                            entities.createQuery("select count(d) from StoredDocument d" + where.clause, Long.class))
                    .getSingleResult();
            if (query.offset() < found) {
                page.putAll(page(entities, where, query));
            }
            return found;
        });
        return new DocumentPage(
                page.entrySet().stream()
                        .flatMap(row -> row.getValue().or(() -> summary(row.getKey())).stream())
                        .toList(),
                total);
    }

    @Override
    public List<DocumentSummary> find(DocumentQuery query, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Where where = Where.of(query);
        String clause = where.clause.isEmpty() ? " where " : where.clause + " and ";
        Map<String, Optional<DocumentSummary>> found = transactions.call(entities -> summaries(
                entities,
                where.bind(entities.createQuery(
                                "select d.id from StoredDocument d" + clause + "d.id in :ids", String.class))
                        .setParameter("ids", ids)
                        .getResultList()));
        return found.entrySet().stream()
                .flatMap(row -> row.getValue().or(() -> summary(row.getKey())).stream())
                .toList();
    }

    @Override
    public List<String> ids(DocumentQuery query, String after) {
        Where where = Where.of(query);
        String clause = where.clause.isEmpty() ? " where " : where.clause + " and ";
        return transactions.call(entities -> where.bind(entities.createQuery(
                        "select d.id from StoredDocument d" + clause + "d.id > :after order by d.id", String.class))
                .setParameter("after", after)
                .setMaxResults(query.limit())
                .getResultList());
    }

    /** Reads the keys in the order of an index, then the summaries of these rows, without texts. */
    private Map<String, Optional<DocumentSummary>> page(EntityManager entities, Where where, DocumentQuery query) {
        List<String> ids = where.bind(entities.createQuery(
                        "select d.id from StoredDocument d" + where.clause + " order by d.created desc, d.id desc",
                        String.class))
                .setFirstResult(query.offset())
                .setMaxResults(query.limit())
                .getResultList();
        return summaries(entities, ids);
    }

    /** Reads the summaries of documents, without texts; empty for those that have none yet. */
    private Map<String, Optional<DocumentSummary>> summaries(EntityManager entities, List<String> ids) {
        Map<String, Optional<DocumentSummary>> page = new LinkedHashMap<>();
        ids.forEach(id -> page.put(id, Optional.empty()));
        if (!ids.isEmpty()) {
            entities.createQuery(
                            "select d.id, d.language, d.excerpt, d.characters, d.counts, d.created"
                                    + " from StoredDocument d where d.id in :ids and d.counts is not null",
                            Object[].class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .forEach(row -> page.put((String) row[0], Optional.of(summary(row))));
        }
        return page;
    }

    private DocumentSummary summary(Object[] row) {
        LayersJson.Counts counts = json.readCounts((String) row[4]);
        return new DocumentSummary(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (Integer) row[3],
                counts.layers(),
                counts.entities(),
                Instant.ofEpochMilli((Long) row[5]));
    }

    /**
     * Summarises a document that was stored before summaries existed. Each document is read once, in its own
     * transaction, so that memory holds only one text at a time. Returns empty if the document has been deleted.
     */
    Optional<DocumentSummary> summary(String id) {
        return transactions.call(entities -> Optional.ofNullable(entities.find(StoredDocument.class, id))
                .map(stored -> summarise(stored, DocumentSummary.of(document(stored)))));
    }

    private DocumentSummary summarise(StoredDocument stored, DocumentSummary summary) {
        stored.summarise(
                summary.excerpt(),
                summary.characters(),
                json.write(new LayersJson.Counts(summary.layers(), summary.entities())));
        return summary;
    }

    private Document document(StoredDocument stored) {
        return new Document(
                stored.id(),
                stored.text(),
                stored.language(),
                json.readLayers(stored.layers()),
                stored.generation(),
                json.readTaggers(stored.taggers()),
                Instant.ofEpochMilli(stored.created()));
    }

    private static Set<String> labels(Layers layers) {
        Set<String> labels = new TreeSet<>();
        layers.asMap().forEach((name, layer) -> {
            if (!NOT_SEARCHED.contains(name)) {
                layer.stream()
                        .map(Annotation::label)
                        .filter(label -> label.length() <= LONGEST_LABEL && label.indexOf('\0') < 0)
                        .forEach(labels::add);
            }
        });
        return labels;
    }

    /** The conditions of a query; values of callers are bound, never part of the text. */
    private record Where(String clause, Map<String, Object> parameters) {
        static Where of(DocumentQuery query) {
            List<String> conditions = new ArrayList<>();
            Map<String, Object> parameters = new LinkedHashMap<>();
            if (query.label() != null) {
                conditions.add(":label member of d.labels");
                parameters.put("label", query.label());
            }
            if (query.language() != null) {
                conditions.add("d.language = :language");
                parameters.put("language", query.language());
            }
            if (query.since() != null) {
                conditions.add("d.created >= :since");
                parameters.put("since", query.since().toEpochMilli());
            }
            if (query.until() != null) {
                conditions.add("d.created < :until");
                parameters.put("until", query.until().toEpochMilli());
            }
            String clause = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
            return new Where(clause, parameters);
        }

        <T> TypedQuery<T> bind(TypedQuery<T> query) {
            parameters.forEach(query::setParameter);
            return query;
        }
    }
}
