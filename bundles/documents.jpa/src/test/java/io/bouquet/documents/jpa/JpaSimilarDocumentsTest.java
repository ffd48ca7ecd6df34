package io.bouquet.documents.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bouquet.data.openjpa.Database;
import io.bouquet.data.openjpa.OpenUnit;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.SimilarDocuments.Match;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Layers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JpaSimilarDocumentsTest {
    private static final DocumentQuery ALL = new DocumentQuery(null, null, null, null, 0, 20);

    private static int databases;

    private final LetterEncoder encoder = new LetterEncoder();
    private Database database;
    private OpenUnit unit;
    private JpaDocumentStore store;
    private JpaSimilarDocuments similar;

    @BeforeEach
    void openTheUnit() throws Exception {
        database = new Database("jdbc:derby:memory:similar" + ++databases);
        unit = DocumentsUnit.open(database);
        store = new JpaDocumentStore(unit, Clock.systemUTC());
        similar = new JpaSimilarDocuments(unit, store, encoder);
    }

    @AfterEach
    void closeIt() {
        similar.close();
        unit.close();
        database.close();
    }

    @Test
    void findsTheMostSimilarFirst() {
        String tea = add("tea", "en");
        String eat = add("eat a tea", "en");
        add("zzz", "en");
        similar.embedMissing();

        List<Match> like = similar.like("tea", ALL, 0.5);
        assertThat(like).extracting(match -> match.document().id()).containsExactly(tea, eat);
        assertThat(like.get(0).similarity()).isEqualTo(1, within(0.01));
        assertThat(similar.like(tea, ALL, 0.5))
                .extracting(match -> match.document().id())
                .containsExactly(eat);
        assertThat(similar.size()).isEqualTo(3);
        assertThat(similar.embeddings(2)).hasSize(2);
    }

    @Test
    void findsOnlyWhatMatchesTheQuery() {
        add("tea", "en");
        similar.embedMissing();
        DocumentQuery german = new DocumentQuery(null, "de", null, null, 0, 20);
        assertThat(similar.like("tea", german, 0)).isEmpty();
    }

    @Test
    void leavesOutLanguagesWithoutAnEncoder() {
        add("tee", "de");
        similar.embedMissing();
        assertThat(similar.size()).isZero();
    }

    @Test
    void forgetsADocumentThatIsDeleted() {
        String tea = add("tea", "en");
        similar.embedMissing();
        store.delete(tea);
        assertThat(similar.like("tea", ALL, 0)).isEmpty();
        long kept = unit.call(entities -> entities.createQuery("select count(v) from StoredVector v", Long.class)
                .getSingleResult());
        assertThat(kept).isZero();
    }

    @Test
    void embedsAgainForAnotherEncoder() {
        add("tea", "en");
        similar.embedMissing();
        encoder.name = "others";
        add("coffee", "en");
        similar.embedMissing();
        similar.embedMissing();
        assertThat(similar.size()).isEqualTo(2);
        assertThat(similar.like("tea", ALL, 0.9)).hasSize(1);
    }

    @Test
    @Timeout(20)
    void goesOnAfterADocumentThatCanHaveNoEmbeddingNow() {
        add("unembeddable", "en");
        add("tea", "en");
        similar.embedMissing();
        assertThat(similar.size()).isEqualTo(1);
    }

    @Test
    void saysWhatIsMissing() {
        encoder.isThere = false;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> similar.like("tea", ALL, 0))
                .withMessageContaining("install an embedding model");
    }

    private String add(String text, String language) {
        return store.add(text, new AnnotationResult(language, Layers.none(), List.of(), 1, new TreeMap<>(), Map.of()))
                .id();
    }
}
