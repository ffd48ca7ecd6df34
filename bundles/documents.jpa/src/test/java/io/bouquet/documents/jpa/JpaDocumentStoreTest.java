package io.bouquet.documents.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.data.openjpa.Database;
import io.bouquet.data.openjpa.OpenUnit;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JpaDocumentStoreTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");
    private static final Instant TUESDAY = MONDAY.plusSeconds(86_400);

    private static int databases;

    private Database database;
    private OpenUnit unit;

    @BeforeEach
    void openTheUnit() throws Exception {
        database = new Database("jdbc:derby:memory:documents" + ++databases);
        unit = DocumentsUnit.open(database);
    }

    @AfterEach
    void closeIt() {
        unit.close();
        database.close();
    }

    @Test
    void givesBackWhatWasStored() {
        Layers layers = Layers.of(
                        "entities", List.of(new Annotation(new Span(0, 5), "person", 0.5, Map.of("id", "Q1"))))
                .with("sentences", List.of(new Annotation(new Span(0, 9), "sentence")));
        Document stored = at(MONDAY).add("Angela 😀", result("en", layers));
        Document found = at(TUESDAY).get(stored.id()).orElseThrow();
        assertThat(found).isEqualTo(stored);
        assertThat(found.layers()).isEqualTo(layers);
        assertThat(found.layers().names()).containsExactly("entities", "sentences");
        assertThat(found.taggers()).containsEntry("entities-en", "1.0.0");
        assertThat(found.created()).isEqualTo(MONDAY);
    }

    @Test
    void asksTheDatabaseForNothingWithU0000() {
        JpaDocumentStore store = at(MONDAY);
        assertThatThrownBy(() -> store.add("a\0b", result("", Layers.none())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DocumentQuery("a\0b", null, null, null, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        Layers odd = Layers.of("entities", List.of(new Annotation(new Span(0, 1), "per\0son")));
        Document stored = store.add("x", result("en", odd));
        assertThat(store.get(stored.id()).orElseThrow().layers()).isEqualTo(odd);
        unit.close();
        // not asked: it is closed
        assertThat(store.get("0123456789012345678901234\0")).isEmpty();
        assertThat(store.delete("0123456789012345678901234\0")).isFalse();
    }

    @Test
    void keepsAnyText() {
        String million = "aé😀\u202e".repeat(170_000);
        Document stored = at(MONDAY).add(million, result("", Layers.none()));
        assertThat(at(MONDAY).get(stored.id()).orElseThrow().text()).isEqualTo(million);
    }

    @Test
    void pagesFromTheNewestOn() {
        for (int i = 0; i < 5; i++) {
            at(MONDAY.plusSeconds(i)).add("text " + i, result("en", Layers.none()));
        }
        DocumentPage page = at(TUESDAY).find(new DocumentQuery(null, null, null, null, 1, 2));
        assertThat(page.total()).isEqualTo(5);
        assertThat(page.documents()).extracting(DocumentSummary::excerpt).containsExactly("text 3", "text 2");
        assertThat(at(TUESDAY)
                        .find(new DocumentQuery(null, null, null, null, 9, 2))
                        .documents())
                .isEmpty();
    }

    @Test
    void listsWithoutReadingTexts() {
        Document stored = at(MONDAY).add("😀".repeat(200), result("en", labelled("person")));
        // what is not read may be unreadable
        unit.run(entities -> entities.createQuery("update StoredDocument d set d.layers = 'no JSON'")
                .executeUpdate());
        assertThat(at(TUESDAY)
                        .find(new DocumentQuery(null, null, null, null, 0, 10))
                        .documents())
                .containsExactly(new DocumentSummary(
                        stored.id(),
                        "en",
                        "😀".repeat(160) + "…",
                        200,
                        Map.of("entities", 1),
                        Map.of("person", 1),
                        MONDAY));
    }

    @Test
    void listsWhatWasStoredBeforeThereWereSummariesAndKeepsThem() {
        Document stored = at(MONDAY).add("Angela", result("en", labelled("person")));
        unit.run(entities -> entities.createQuery(
                        "update StoredDocument d set d.excerpt = null, d.characters = null, d.counts = null")
                .executeUpdate());
        assertThat(at(TUESDAY)
                        .find(new DocumentQuery(null, null, null, null, 0, 10))
                        .documents())
                .containsExactly(DocumentSummary.of(stored));
        assertThat(unit.<Long>call(entities -> entities.createQuery(
                                "select count(d) from StoredDocument d where d.counts is not null", Long.class)
                        .getSingleResult()))
                .isEqualTo(1);
    }

    @Test
    void fillsTheSummariesOfAllOldDocumentsAndGoesOnAfterAKill() {
        for (int i = 0; i < 250; i++) {
            at(MONDAY).add("text " + i, result("en", labelled("person")));
        }
        // the last in the order of ids, which begin with the time
        Document unreadable = at(TUESDAY).add("no JSON", result("en", labelled("person")));
        unit.run(entities -> {
            entities.createQuery("update StoredDocument d set d.excerpt = null, d.characters = null, d.counts = null")
                    .executeUpdate();
            entities.createQuery("update StoredDocument d set d.layers = 'no JSON' where d.id = :id")
                    .setParameter("id", unreadable.id())
                    .executeUpdate();
        });
        JpaDocumentStore store = at(TUESDAY);
        AtomicInteger seen = new AtomicInteger();
        SummaryFilling killed = new SummaryFilling(unit, id -> {
            if (seen.incrementAndGet() > 120) {
                throw new Error("as if killed");
            }
            store.summary(id);
        });
        killed.run();
        assertThat(withoutSummary()).isEqualTo(251 - 120);
        new SummaryFilling(unit, store::summary).run();
        assertThat(withoutSummary()).as("but the unreadable one").isEqualTo(1);
        new SummaryFilling(unit, store::summary).run();
    }

    @Test
    void waitsWithSummariesForTheDatabase() {
        at(MONDAY).add("text", result("en", labelled("person")));
        unit.run(entities -> entities.createQuery("update StoredDocument d set d.characters = null")
                .executeUpdate());
        JpaDocumentStore store = at(TUESDAY);
        AtomicInteger tries = new AtomicInteger();
        try (SummaryFilling filling = new SummaryFilling(unit, id -> {
            if (tries.getAndIncrement() == 0) {
                throw new DatabaseUnavailableException("away", null);
            }
            store.summary(id);
        })) {
            filling.start();
            await().until(() -> withoutSummary() == 0);
        }
    }

    private long withoutSummary() {
        return unit.<Long>call(entities -> entities.createQuery(
                        "select count(d) from StoredDocument d where d.characters is null", Long.class)
                .getSingleResult());
    }

    @Test
    void filtersByLabelLanguageAndTime() {
        at(MONDAY).add("one", result("en", labelled("person")));
        at(TUESDAY).add("two", result("de", labelled("person")));
        at(TUESDAY).add("three", result("en", labelled("location")));
        assertThat(texts("person", null, null, null)).containsExactlyInAnyOrder("one", "two");
        assertThat(texts(null, "en", null, null)).containsExactlyInAnyOrder("one", "three");
        assertThat(texts(null, null, TUESDAY, null)).containsExactlyInAnyOrder("two", "three");
        assertThat(texts(null, null, null, TUESDAY)).containsExactly("one");
        assertThat(texts("person", "de", MONDAY, null)).containsExactly("two");
        assertThat(texts("' or '1'='1", null, null, null)).isEmpty();
    }

    @Test
    void walksOverTheDocumentsThatMatchFromTheOldestOn() {
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String language = i == 2 ? "de" : "en";
            stored.add(at(MONDAY.plusSeconds(i))
                    .add("text " + i, result(language, labelled("person")))
                    .id());
        }
        stored.remove(2);
        DocumentQuery query = new DocumentQuery("person", "en", null, null, 0, 2);
        List<String> walked = new ArrayList<>();
        for (List<String> ids = at(TUESDAY).ids(query, ""); !ids.isEmpty(); ) {
            walked.addAll(ids);
            // what comes and goes meanwhile moves nothing
            at(MONDAY.minusSeconds(1)).add("older", result("en", labelled("person")));
            at(TUESDAY).delete(ids.get(0));
            ids = at(TUESDAY).ids(query, ids.get(ids.size() - 1));
        }
        assertThat(walked).isEqualTo(stored);
    }

    @Test
    void doesNotSearchByTheWordsOfTheText() {
        at(MONDAY).add("went", result("en", Layers.of("lemmas", List.of(new Annotation(new Span(0, 4), "go")))));
        assertThat(texts("go", null, null, null)).isEmpty();
    }

    @Test
    void forgetsWhatIsDeleted() {
        Document stored = at(MONDAY).add("gone", result("en", labelled("person")));
        assertThat(at(MONDAY).delete(stored.id())).isTrue();
        assertThat(at(MONDAY).delete(stored.id())).isFalse();
        assertThat(at(MONDAY).get(stored.id())).isEmpty();
        assertThat(texts("person", null, null, null)).isEmpty();
    }

    private JpaDocumentStore at(Instant now) {
        return new JpaDocumentStore(unit, Clock.fixed(now, ZoneOffset.UTC));
    }

    private List<String> texts(
            @Nullable String label, @Nullable String language, @Nullable Instant since, @Nullable Instant until) {
        return at(TUESDAY).find(new DocumentQuery(label, language, since, until, 0, 100)).documents().stream()
                .map(DocumentSummary::excerpt)
                .toList();
    }

    private static Layers labelled(String label) {
        return Layers.of("entities", List.of(new Annotation(new Span(0, 3), label, 0.9)));
    }

    private static AnnotationResult result(String language, Layers layers) {
        return new AnnotationResult(
                language, layers, List.of(), 7, new TreeMap<>(Map.of("entities-en", "1.0.0")), Map.of());
    }
}
