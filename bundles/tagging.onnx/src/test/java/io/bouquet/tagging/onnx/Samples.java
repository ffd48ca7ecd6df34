package io.bouquet.tagging.onnx;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models and texts of the tests. */
final class Samples {
    /** An encoder whose vectors have four numbers. */
    static final OpenFile ENCODER = file("/models/encoder.onnx");

    static final OpenFile TOKENIZER = file("/models/tokenizer.json");
    static final OpenFile BGE = file("/bge-small-en-v1.5-q.onnx");
    static final OpenFile BGE_TOKENIZER = file("/bge-small-en-v1.5-q-tokenizer.json");

    private static final Pattern SENTENCE = Pattern.compile("[^.!?\\s][^.!?]*[.!?]*");
    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}\\s]");

    private Samples() {}

    static OpenFile file(String resource) {
        return () -> {
            InputStream in = Samples.class.getResourceAsStream(resource);
            if (in == null) {
                throw new FileNotFoundException(resource);
            }
            return in;
        };
    }

    /** Returns a text with sentences and tokens. */
    static AnnotatedText text(String text) {
        return new AnnotatedText(
                text, "en", Layers.of(Layers.SENTENCES, spans(SENTENCE, text)).with(Layers.TOKENS, spans(TOKEN, text)));
    }

    private static List<Annotation> spans(Pattern pattern, String text) {
        List<Annotation> spans = new ArrayList<>();
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            spans.add(new Annotation(new Span(found.start(), found.end()), ""));
        }
        return spans;
    }
}
