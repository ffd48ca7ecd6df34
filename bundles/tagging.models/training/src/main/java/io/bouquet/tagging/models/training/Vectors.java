package io.bouquet.tagging.models.training;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import io.bouquet.tagging.onnx.Encoder;
import io.bouquet.tagging.onnx.OpenFile;
import io.bouquet.tagging.onnx.Pooling;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The encoder of the default heads, as the bundle {@code tagging.models.embeddings-en} declares it. */
final class Vectors implements AutoCloseable {
    static final String ENCODER = "bge-small-en-v1.5-q";
    private static final String INNER_LAYER = "/encoder/layer.5/output/LayerNorm/Add_1_output_0";
    static final String STATES = ENCODER + INNER_LAYER;

    private static final int WINDOW = 256;
    /** Texts that are given to the encoder at once. */
    private static final int PORTION = 2_000;

    private final Encoder encoder = new Encoder(
            ENCODER,
            resource("/" + ENCODER + ".onnx"),
            resource("/" + ENCODER + "-tokenizer.json"),
            Pooling.CLS,
            WINDOW,
            INNER_LAYER);

    private static OpenFile resource(String path) {
        return () -> {
            InputStream in = Vectors.class.getResourceAsStream(path);
            if (in == null) {
                throw new FileNotFoundException(path + " is not on the class path");
            }
            return in;
        };
    }

    /** Returns the vectors of texts, each as one sentence. */
    List<Vector> ofTexts(List<String> texts) {
        List<Vector> vectors = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += PORTION) {
            List<AnnotatedText> portion = texts.subList(from, Math.min(texts.size(), from + PORTION)).stream()
                    .map(text -> sentence(text, List.of()))
                    .toList();
            for (Layers layers : encoder.tagAll(portion)) {
                vectors.add(layers.get(Layers.EMBEDDINGS).get(1).vector());
            }
        }
        return vectors;
    }

    /** Returns the states of the tokens of sentences. */
    List<List<Vector>> ofTokens(List<List<String>> sentences) {
        List<List<Vector>> states = new ArrayList<>(sentences.size());
        for (int from = 0; from < sentences.size(); from += PORTION) {
            List<AnnotatedText> portion = sentences.subList(from, Math.min(sentences.size(), from + PORTION)).stream()
                    .map(Vectors::tokens)
                    .toList();
            for (Layers layers : encoder.tagAll(portion)) {
                states.add(layers.get(Layers.STATES).stream()
                        .map(Annotation::vector)
                        .toList());
            }
        }
        return states;
    }

    private static AnnotatedText tokens(List<String> tokens) {
        List<Annotation> spans = new ArrayList<>(tokens.size());
        int begin = 0;
        for (String token : tokens) {
            spans.add(new Annotation(new Span(begin, begin + token.length()), "token"));
            begin += token.length() + 1;
        }
        return sentence(String.join(" ", tokens), spans);
    }

    private static AnnotatedText sentence(String text, List<Annotation> tokens) {
        return new AnnotatedText(
                text,
                "en",
                Layers.of(Layers.SENTENCES, List.of(new Annotation(Span.of(text), "sentence")))
                        .with(Layers.TOKENS, tokens));
    }

    @Override
    public void close() {
        encoder.close();
    }
}
