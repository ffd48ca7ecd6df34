package io.bouquet.documents.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.documents.SimilarDocuments;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentsPageTest {
    private final Shelf shelf = new Shelf();
    private final DocumentsPage page = new DocumentsPage(shelf);

    @Test
    void listsDocumentsWithWhatIsInThem() {
        shelf.documents = new TreeMap<>(Map.of("d1", document("d1", "Tim Cook in Berlin")));

        assertThat(list(Map.of()))
                .containsSubsequence(
                        "<time datetime=\"2026-11-30T12:34:56Z\">2026-11-30 12:34:56</time>",
                        "<a href=\"/console/documents/d1\" dir=\"auto\">Tim Cook in Berlin</a>",
                        "18 characters",
                        "<span class=\"chip\">person 1</span>",
                        "1 to 1 of 1");
    }

    @Test
    void turnsThePagesOfALongList() {
        IntStream.range(100, 145).forEach(i -> shelf.documents.put("d" + i, document("d" + i, "text " + i)));

        assertThat(list(Map.of("label", "person")))
                .contains("1 to 20 of 45", "href=\"/console/documents?page&#x3D;2&amp;label&#x3D;person\"")
                .doesNotContain("Newer");
        assertThat(list(Map.of("page", "3")))
                .contains("41 to 45 of 45", "Newer")
                .doesNotContain("Older");
        assertThat(list(Map.of("page", "nonsense"))).contains("1 to 20 of 45");
        assertThat(list(Map.of("page", "-5"))).contains("1 to 20 of 45");
        assertThat(list(Map.of("page", "2147483647"))).doesNotContain("Older");
    }

    @Test
    void asksForWholeDaysOfUtc() {
        list(Map.of("label", " person ", "language", "EN", "since", "2026-11-01", "until", "2026-11-30"));

        assertThat(shelf.asked)
                .isEqualTo(new DocumentQuery(
                        "person",
                        "en",
                        Instant.parse("2026-11-01T00:00:00Z"),
                        Instant.parse("2026-12-01T00:00:00Z"),
                        0,
                        20));
    }

    @Test
    void aYearThatNoCalendarShowsIsNoDay() {
        assertThat(list(Map.of("until", "+999999999-12-31"))).contains("is not a day", "role=\"alert\"");
    }

    @Test
    void keepsWhatWasAskedWhereItIsNoDay() {
        assertThat(list(Map.of("since", "yesterday<b>")))
                .contains("&#39;yesterday&lt;b&gt;&#39; is not a day: write it as 2026-11-30.", "role=\"alert\"");
        assertThat(shelf.asked).isNull();
    }

    @Test
    void tellsAnEmptyStoreFromASearchWithoutAFind() {
        assertThat(list(Map.of())).contains("No document is stored yet.").doesNotContain("No document matches.");
        assertThat(list(Map.of("label", "x")))
                .contains("No document matches.")
                .doesNotContain("No document is stored yet.");
    }

    @Test
    void marksEntitiesAndThenTheLayerThatIsChosen() {
        shelf.documents.put("d1", document("d1", "Tim Cook in Berlin"));

        assertThat(detail("d1", Map.of()))
                .contains(
                        "<mark class=\"c0\" title=\"person, 90%\">Tim Cook <span class=\"label\">person</span></mark> in Berlin",
                        "href=\"?layer=tokens\">tokens 1</a>",
                        "href=\"?layer=entities\" aria-current=\"true\">entities 1</a>",
                        "entities-en 1.0.0",
                        "0–8");
        assertThat(detail("d1", Map.of("layer", "tokens")))
                .contains(
                        "href=\"?layer=tokens\" aria-current=\"true\"",
                        ">Tim <span class=\"label\">token</span></mark>");
    }

    @Test
    void escapesTheTextAndWhatIsSaidOfIt() {
        shelf.documents.put("d1", document("d1", "<script>alert(1)</script>"));

        assertThat(detail("d1", Map.of())).contains("&lt;script&gt;").doesNotContain("<script>");
        assertThat(list(Map.of())).contains("&lt;script&gt;").doesNotContain("<script>");
        assertThat(html(page.show(request("d1/delete", Map.of())))).doesNotContain("<script>");
        assertThat(list(Map.of("label", "\"><script>"))).doesNotContain("<script>");
    }

    @Test
    void asksBeforeItDeletes() {
        shelf.documents.put("d1", document("d1", "Tim Cook in Berlin"));

        String question = html(page.show(request("d1/delete", Map.of())));
        assertThat(question)
                .contains("method=\"post\" action=\"/console/documents/d1/delete\"", "name=\"csrf\" value=\"token\"");
        assertThat(shelf.documents).isNotEmpty();

        assertThat(page.submit(request("d1/delete", Map.of())).redirect()).isEqualTo("documents?deleted");
        assertThat(shelf.documents).isEmpty();
        assertThat(list(Map.of("deleted", ""))).contains("The document was deleted.");
    }

    @Test
    void doesNotKnowADocumentThatIsGone() {
        for (String rest : List.of("gone", "gone/delete")) {
            assertThatExceptionOfType(PageException.class)
                    .isThrownBy(() -> page.show(request(rest, Map.of())))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(404));
        }
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.submit(request("gone/delete", Map.of())))
                .withMessageContaining("'gone'");
    }

    @Test
    void showsTheBeginningOfALongText() {
        shelf.documents.put("d1", document("d1", "Tim Cook " + "x".repeat(50_000)));

        assertThat(detail("d1", Map.of()))
                .contains("The first 20,000 of 50,009 characters are shown")
                .hasSizeLessThan(30_000);
    }

    @Test
    void drawsAMapOfTheDocumentsColouredByALabel() {
        for (int i = 0; i < 3; i++) {
            Document one = document("d" + i, "<i>text</i> " + i);
            shelf.documents.put(
                    "d" + i,
                    new Document(
                            one.id(),
                            one.text(),
                            "en",
                            one.layers()
                                    .with("sentiment", List.of(new Annotation(Span.of(one.text()), "<tone" + i + ">"))),
                            one.generation(),
                            new TreeMap<>(Map.of()),
                            one.created()));
        }
        assertThat(html(page.show(request("map", Map.of())))).contains("not available now");
        Vectors vectors = new Vectors();
        page.similar = vectors;
        assertThat(html(page.show(request("map", Map.of())))).contains("No document has an embedding yet");

        vectors.embedded = List.of(
                new SimilarDocuments.Embedded("d0", new float[] {1, 0, 0}),
                new SimilarDocuments.Embedded("d1", new float[] {0, 1, 0}),
                new SimilarDocuments.Embedded("gone", new float[] {0, 1, 1}),
                new SimilarDocuments.Embedded("d2", new float[] {0, 1}));
        assertThat(html(page.show(request("map", Map.of()))))
                .contains(
                        "The latest 2 documents",
                        "href=\"?colour=sentiment\" aria-current=\"true\"",
                        "href=\"?colour=language\"",
                        "data-chart=\"points\"",
                        "<td class=\"number\" data-number=\"",
                        "<td data-group=\"&lt;tone0&gt;\">",
                        "<a href=\"/console/documents/d1\">&lt;i&gt;text&lt;/i&gt; 1</a>")
                .doesNotContain("<i>", "<tone", "/d2\"");
        assertThat(html(page.show(request("map", Map.of("colour", "language")))))
                .contains("<td data-group=\"en\">en</td>");
    }

    private static final class Vectors implements SimilarDocuments {
        private List<Embedded> embedded = List.of();

        @Override
        public List<Match> like(String text, DocumentQuery query, double least) {
            throw new AssertionError("the map compares nothing");
        }

        @Override
        public List<Embedded> embeddings(int limit) {
            return embedded;
        }

        @Override
        public int size() {
            return embedded.size();
        }
    }

    private String list(Map<String, String> parameters) {
        return html(page.show(request("", parameters)));
    }

    private String detail(String id, Map<String, String> parameters) {
        return html(page.show(request(id, parameters)));
    }

    private String html(PageView view) {
        return new PageRenderer(page).render(view, "token");
    }

    private static PageRequest request(String rest, Map<String, String> parameters) {
        Map<String, List<String>> lists = new TreeMap<>();
        parameters.forEach((name, value) -> lists.put(name, List.of(value)));
        return new PageRequest("admin", rest, lists, "http://localhost:8181");
    }

    private static Document document(String id, String text) {
        return new Document(
                id,
                text,
                "en",
                Layers.of("tokens", List.of(new Annotation(new Span(0, 3), "token")))
                        .with("entities", List.of(new Annotation(new Span(0, 8), "person", 0.9))),
                7,
                new TreeMap<>(Map.of("entities-en", "1.0.0")),
                Instant.parse("2026-11-30T12:34:56Z"));
    }

    /** Finds all documents whatever is asked for. */
    private static final class Shelf implements DocumentStore {
        private Map<String, Document> documents = new TreeMap<>();
        private DocumentQuery asked;

        @Override
        public Document add(String text, AnnotationResult annotations) {
            throw new IllegalStateException("the console stores nothing");
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
            asked = query;
            return new DocumentPage(
                    documents.values().stream()
                            .skip(query.offset())
                            .limit(query.limit())
                            .map(DocumentSummary::of)
                            .toList(),
                    documents.size());
        }
    }
}
