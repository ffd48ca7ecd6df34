package com.example.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.jobs.spi.ItemException;
import io.bouquet.jobs.spi.ItemProcessor;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import io.bouquet.testkit.Client;
import io.bouquet.testkit.Services;
import io.bouquet.testkit.Taggers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recipes with services of the platform that a test replaces. */
class PlatformServicesTest {
    /** Stands in for the platform's model. */
    @TaggerService(name = "blanks", produces = "tokens", languages = "en")
    private static final class Blanks implements Tagger {
        @Override
        public Layers tag(AnnotatedText text) {
            List<Annotation> tokens = new ArrayList<>();
            int begin = 0;
            for (String word : text.text().split(" ")) {
                tokens.add(new Annotation(new Span(begin, begin + word.length()), "", 1, Map.of()));
                begin += word.length() + 1;
            }
            return Layers.of("tokens", tokens);
        }
    }

    /** Keeps texts in memory. */
    private static final class Kept implements DocumentStore {
        private final List<String> texts = new ArrayList<>();

        @Override
        public Document add(String text, AnnotationResult found) {
            texts.add(text);
            return new Document("d1", text, "en", found.layers(), 1, new TreeMap<>(), Instant.EPOCH);
        }

        @Override
        public Optional<Document> get(String id) {
            return Optional.empty();
        }

        @Override
        public boolean delete(String id) {
            return false;
        }

        @Override
        public DocumentPage find(DocumentQuery query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<DocumentSummary> find(DocumentQuery query, List<String> ids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> ids(DocumentQuery query, String after) {
            return List.of();
        }
    }

    private static final Kept KEPT = new Kept();

    @RegisterExtension
    static final Taggers TAGGERS = Taggers.of(new Blanks());

    @RegisterExtension
    static final Services SERVICES = Services.of(Letters.class, TAGGERS, KEPT);

    @Test
    void annotatesAndStoresALetter(Client client) {
        Letters.Stored stored = client.call("POST", "/cookbook/letters")
                .body("text/plain", "Dear Ada")
                .send()
                .expect(201)
                .as(Letters.Stored.class);
        assertThat(stored).isEqualTo(new Letters.Stored("d1", 2));
        assertThat(KEPT.texts).containsExactly("Dear Ada");
    }

    @Test
    void countsWords() {
        CountWords kind = new CountWords();
        assertThat(kind.checkItem(Map.of("text", "a"))).isEmpty();
        assertThat(kind.checkItem(Map.of())).hasSize(1);
        try (ItemProcessor chunk = kind.open(Map.of())) {
            assertThat(chunk.process(Map.of("text", "one two"))).isEqualTo(Map.of("words", 2));
            assertThatThrownBy(() -> chunk.process(Map.of("text", " "))).isInstanceOf(ItemException.class);
        }
    }

    @Test
    void forgetsRemovedAccounts() {
        Regulars regulars = new Regulars();
        regulars.visit("ada");
        assertThat(regulars.visit("ada")).isEqualTo(2);
        regulars.removed("ada");
        assertThat(regulars.visit("ada")).isEqualTo(1);
    }

    @Test
    void checksItsHeader() {
        MenuCheck check = new MenuCheck();
        assertThat(check.faults(Map.of(), Set.of())).isEmpty();
        assertThat(check.faults(Map.of("Cookbook-Menu", "menu.txt"), Set.of("menu.txt")))
                .isEmpty();
        assertThat(check.faults(Map.of("Cookbook-Menu", "menu.txt"), Set.of("x")))
                .containsExactly(
                        "Cookbook-Menu names menu.txt, which is not in the JAR; put it into src/main/resources");
    }
}
