package io.bouquet.documents.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.documents.rest.DocumentsResource.Listed;
import io.bouquet.documents.rest.DocumentsResource.Page;
import io.bouquet.documents.rest.DocumentsResource.Stored;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.rest.OffsetUnit;
import io.bouquet.tagging.rest.TextAnnotator;
import io.bouquet.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentsResourceTest {
    private final DocumentsResource resource = new DocumentsResource(new OneTokenAnnotator());
    private final Shelf shelf = new Shelf();

    @BeforeEach
    void putTheShelfUp() {
        resource.documents = shelf;
    }

    @Test
    void keepsWhatItAnnotated() {
        Stored stored = resource.store(body("ü grün"), Duration.ZERO);
        assertThat(stored.text()).isEqualTo("ü grün");
        assertThat(stored.errors()).hasSize(1);
        assertThat(stored.layers().get("tokens").get(0).end()).isEqualTo(8);
        Stored later = resource.get(stored.id(), OffsetUnit.UTF16);
        assertThat(later.offsets()).isEqualTo("utf16");
        assertThat(later.layers().get("tokens").get(0).end()).isEqualTo(6);
        assertThat(later.errors()).isNull();
        assertThat(resource.get(stored.id(), OffsetUnit.UTF8).layers()).isEqualTo(stored.layers());
    }

    @Test
    void refusesATextThatNotEveryDatabaseKeeps() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> resource.store(body("null\0 and void"), Duration.ZERO));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.errors().get(0).loc()).isEqualTo(List.of("body", "text"));
        assertThat(refused.detail()).contains("U+0000");
        assertThat(shelf.documents).isEmpty();
    }

    @Test
    void keepsNothingThatDoesNotFit() {
        assertThat(catchThrowableOfType(ProblemException.class, () -> resource.store(body(""), Duration.ZERO))
                        .status())
                .isEqualTo(422);
        assertThat(shelf.documents).isEmpty();
    }

    @Test
    void forgetsADocumentOnce() {
        String id = resource.store(body("x"), Duration.ZERO).id();
        resource.delete(id);
        assertThat(catchThrowableOfType(ProblemException.class, () -> resource.delete(id))
                        .status())
                .isEqualTo(404);
        assertThat(catchThrowableOfType(ProblemException.class, () -> resource.get(id, OffsetUnit.UTF16))
                        .detail())
                .contains("'" + id + "'");
    }

    @Test
    void listsTheBeginningOfEachText() {
        resource.store(body("😀".repeat(1_000)), Duration.ZERO);
        resource.store(body("short"), Duration.ZERO);
        Page page = resource.find(new DocumentFilter(null, null, null, null, null, 0.5, 0, 1), "/api/");
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.links()).containsOnlyKeys("next");
        Listed listed = page.documents().get(0);
        assertThat(listed.excerpt()).isEqualTo("😀".repeat(160) + "…");
        assertThat(listed.length()).isEqualTo(1_000);
        assertThat(listed.layers()).containsEntry("tokens", 1);
    }

    @Test
    void asksToComeBackWhileThereIsNoStore() {
        resource.documents = null;
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> resource.store(body("x"), Duration.ZERO));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfterSeconds()).isPositive();
    }

    private static JsonNode body(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    /** One token over the whole text, and a layer that fails. */
    private static final class OneTokenAnnotator implements TextAnnotator {
        @Override
        public Annotated annotate(JsonNode body, Duration timeLimit) {
            String text = body.path("text").asText();
            if (text.isEmpty()) {
                throw ProblemException.unprocessable(List.of());
            }
            AnnotationResult result = new AnnotationResult(
                    "de",
                    Layers.of("tokens", List.of(new Annotation(Span.of(text), "token"))),
                    List.of(new LayerError("entities", "entities-de", LayerError.Type.FAILED, "broken")),
                    1,
                    new TreeMap<>(Map.of("tokens-de", "1.0.0")),
                    Map.of());
            return new Annotated(text, OffsetUnit.UTF8, result);
        }
    }

    private static final class Shelf implements DocumentStore {
        final Map<String, Document> documents = new LinkedHashMap<>();

        @Override
        public Document add(String text, AnnotationResult annotations) {
            Document document = new Document(
                    "d" + documents.size(),
                    text,
                    annotations.language(),
                    annotations.layers(),
                    annotations.generation(),
                    annotations.taggers(),
                    Instant.EPOCH);
            documents.put(document.id(), document);
            return document;
        }

        @Override
        public Optional<Document> get(String id) {
            return Optional.ofNullable(documents.get(id));
        }

        @Override
        public boolean delete(String id) {
            return documents.remove(id) != null;
        }

        @Override
        public List<DocumentSummary> find(DocumentQuery query, List<String> ids) {
            throw new AssertionError("lists by page");
        }

        @Override
        public List<String> ids(DocumentQuery query, String after) {
            throw new AssertionError("lists by page");
        }

        @Override
        public DocumentPage find(DocumentQuery query) {
            List<DocumentSummary> page = documents.values().stream()
                    .skip(query.offset())
                    .limit(query.limit())
                    .map(DocumentSummary::of)
                    .toList();
            return new DocumentPage(page, documents.size());
        }
    }
}
