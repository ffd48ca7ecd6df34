package io.bouquet.tagging.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnnotateAnswerTest {
    private final JsonMapper json = new JsonMapper();

    @Test
    void looksAsTheApiPromises() throws Exception {
        AnnotationResult result = new AnnotationResult(
                "en",
                Layers.of("entities", List.of(new Annotation(new Span(3, 9), "place", 0.98)))
                        .with("tokens", List.of(new Annotation(new Span(0, 2), "token"))),
                List.of(new LayerError("sentiment", "sentiment-en", LayerError.Type.TIMED_OUT, "too slow")),
                7,
                new TreeMap<>(Map.of("entities-en", "1.3.0")),
                Map.of());
        assertThat(json.readTree(write("😀 Berlin", OffsetUnit.UTF32, result))).isEqualTo(json.readTree("""
                        {"language": "en", "offsets": "utf32",
                         "layers": {
                           "entities": [{"begin": 2, "end": 8, "text": "Berlin", "label": "place", "score": 0.98}],
                           "tokens": [{"begin": 0, "end": 1, "text": "😀", "label": "token"}]},
                         "errors": [{"layer": "sentiment", "tagger": "sentiment-en", "type": "timed_out", "msg": "too slow"}],
                         "generation": {"id": 7, "taggers": {"entities-en": "1.3.0"}}}
                        """));
    }

    @Test
    void saysThatTheLanguageIsUnknown() throws Exception {
        assertThat(write("?", OffsetUnit.UTF16, result(Layers.none()))).contains("\"language\":null");
    }

    @Test
    void showsAttributesWhereThereAreAny() throws Exception {
        Layers layers = Layers.of(
                "links", List.of(new Annotation(new Span(0, 1), "page", 1, Map.of("url", "https://example.org"))));
        assertThat(write("x", OffsetUnit.UTF16, result(layers)))
                .contains("\"attributes\":{\"url\":\"https://example.org\"}");
    }

    @Test
    void showsAVectorIfThereIsOne() throws Exception {
        Annotation annotation = new Annotation(new Span(0, 1), "text").with(Vector.of(0.5f, -1));
        assertThat(write("x", OffsetUnit.UTF16, result(Layers.of("embeddings", List.of(annotation)))))
                .contains("\"vector\":[0.5,-1.0]}");
    }

    @Test
    void keepsFourDigitsOfAScore() throws Exception {
        Layers layers = Layers.of("sentiment", List.of(new Annotation(new Span(0, 1), "good", 0.123456789)));
        assertThat(write("x", OffsetUnit.UTF16, result(layers))).contains("\"score\":0.1235}");
    }

    @Test
    void widensASpanThatCutsACharacter() throws Exception {
        Layers layers = Layers.of("odd", List.of(new Annotation(new Span(2, 3), "half")));
        assertThat(AnnotateAnswer.layers("a😀😀b", OffsetUnit.UTF16, layers)
                        .get("odd")
                        .get(0))
                .isEqualTo(new WireAnnotation(1, 3, "😀", "half", null, Map.of(), List.of()));
    }

    private String write(String text, OffsetUnit offsets, AnnotationResult result) throws JsonProcessingException {
        return json.writeValueAsString(AnnotateAnswer.of(text, offsets, result));
    }

    private static AnnotationResult result(Layers layers) {
        return new AnnotationResult("", layers, List.of(), 1, new TreeMap<>(), Map.of());
    }
}
