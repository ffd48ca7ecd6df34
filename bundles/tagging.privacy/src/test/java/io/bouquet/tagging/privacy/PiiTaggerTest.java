package io.bouquet.tagging.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PiiTaggerTest {
    private static List<String> found(String text, Annotation... layers) {
        List<Annotation> values = new ArrayList<>();
        List<Annotation> entities = new ArrayList<>();
        for (Annotation one : layers) {
            (one.attributes().isEmpty() ? entities : values).add(one);
        }
        AnnotatedText annotated = new AnnotatedText(text, "en")
                .with(Layers.of(Layers.VALUES, values).with(Layers.ENTITIES, entities));
        return new PiiTagger()
                .tag(annotated).get(Layers.PII).stream()
                        .map(one -> one.span().begin() + " " + one.label() + " "
                                + one.attributes().get("value"))
                        .toList();
    }

    private static Annotation entity(String text, String name, String label) {
        return new Annotation(new Span(text.indexOf(name), text.indexOf(name) + name.length()), label, 0.9);
    }

    private static Annotation value(String text, String covered, String kind, String value) {
        return new Annotation(
                new Span(text.indexOf(covered), text.indexOf(covered) + covered.length()),
                kind,
                Double.NaN,
                Map.of("value", value));
    }

    @Test
    void takesPersonsAndValuesThatIdentify() {
        String text = "Ada Lovelace of Acme wrote to a@b.org on 2024-10-03 in Rome.";
        assertThat(found(
                        text,
                        entity(text, "Ada Lovelace", "person"),
                        entity(text, "Acme", "organisation"),
                        entity(text, "Rome", "location"),
                        value(text, "a@b.org", "email", "a@b.org"),
                        value(text, "2024-10-03", "date", "2024-10-03")))
                .containsExactly("0 person ada lovelace", "30 email a@b.org");
    }

    @Test
    void findsANameAgainThatTheModelMissed() {
        String text = "Ada Lovelace came. Then Ada  Lovelace left, and Adam Lovelace stayed with Lovelaces.";
        assertThat(found(text, entity(text, "Ada Lovelace", "person")))
                .containsExactly("0 person ada lovelace", "24 person ada lovelace");
    }

    @Test
    void keepsTheLongerOfOverlappingFindings() {
        String text = "ada@lovelace.org";
        assertThat(found(text, entity(text, "ada", "person"), value(text, text, "email", text)))
                .containsExactly("0 email ada@lovelace.org");
    }

    @Test
    @Timeout(60)
    void takesTimeInProportionToTheText() {
        String text = "Ada ".repeat(250_000);
        assertThat(found(text, entity(text, "Ada", "person"))).hasSize(250_000);
    }
}
