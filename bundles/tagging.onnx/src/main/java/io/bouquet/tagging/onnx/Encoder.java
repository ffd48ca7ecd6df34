package io.bouquet.tagging.onnx;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the layers {@link Layers#EMBEDDINGS} and {@link Layers#STATES} with an encoder, such as BERT. Texts need the layers
 * {@link Layers#SENTENCES} and {@link Layers#TOKENS}. The texts of all callers share batches. The model is loaded for the
 * first text. Thread-safe.
 */
public final class Encoder implements Tagger, AutoCloseable {
    private static final String TEXT = "text";
    private static final String SENTENCE = "sentence";

    private final String statesId;
    private final Map<String, String> attributes;
    private final SequenceModel model;

    /** Creates an encoder whose states are the vectors of the model's output. */
    public Encoder(String id, OpenFile model, OpenFile tokenizer, Pooling pooling, int window) {
        this(id, model, tokenizer, pooling, window, "");
    }

    /**
     * Creates an encoder that uses all processors.
     *
     * @param id        names the encoder in its layers
     * @param model     the ONNX file; its first output of three dimensions has a vector for each piece
     * @param tokenizer the {@code tokenizer.json} of Hugging Face
     * @param window    largest number of pieces that the model sees at once
     * @param states    name of the value in the graph that has the states of the pieces, such as an inner layer; empty for
     *                  the output
     */
    public Encoder(String id, OpenFile model, OpenFile tokenizer, Pooling pooling, int window, String states) {
        this(
                id,
                states,
                new SequenceModel(
                        id,
                        model,
                        tokenizer,
                        SequenceSettings.of(pooling, window, 3).withStates(states),
                        EngineSettings.usual()));
    }

    Encoder(String id, String states, SequenceModel model) {
        // other layers make other states
        statesId = id + states;
        this.model = model;
        attributes = Map.of(Layers.ENCODER, id);
    }

    /** Checks the model by running it. */
    @Override
    public void load() throws IOException {
        model.check();
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return tagAll(List.of(text)).get(0);
    }

    @Override
    public List<Layers> tagAll(List<AnnotatedText> texts) {
        List<Result> results = new ArrayList<>(texts.size());
        List<Result> owners = new ArrayList<>();
        List<Units.Unit> units = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (AnnotatedText text : texts) {
            Result result = new Result(text);
            results.add(result);
            for (Units.Unit unit : Units.sentences(text)) {
                owners.add(result);
                units.add(unit);
                parts.add(unit.span().in(text.text()));
            }
        }
        model.run(parts, (i, pieces, output) -> owners.get(i).add(units.get(i), pieces, output));
        return results.stream().map(Result::layers).toList();
    }

    @Override
    public void close() {
        model.close();
    }

    /** The vectors of one text. */
    private final class Result {
        private final AnnotatedText text;
        private final List<Annotation> sentences;
        private final float[][] sums;
        private final Annotation[] states;

        Result(AnnotatedText text) {
            this.text = text;
            sentences = text.layer(Layers.SENTENCES);
            sums = new float[sentences.size()][];
            states = new Annotation[text.layer(Layers.TOKENS).size()];
        }

        Units.Unit add(Units.Unit unit, WordPieces pieces, Output output) {
            if (unit.owner() >= 0) {
                float[] sum = sums[unit.owner()];
                if (sum == null) {
                    sums[unit.owner()] = output.pooled();
                } else { // a long sentence has several parts
                    for (int c = 0; c < sum.length; c++) {
                        sum[c] += output.pooled()[c];
                    }
                }
            }
            List<Annotation> tokens = text.layer(Layers.TOKENS);
            int piece = 0;
            for (int t = unit.firstToken(); t < unit.lastToken(); t++) {
                Span token = tokens.get(t).span();
                int begin = token.begin() - unit.span().begin();
                int end = token.end() - unit.span().begin();
                while (piece < pieces.size() && pieces.ends()[piece] <= begin) {
                    piece++;
                }
                states[t] = new Annotation(token, statesId).with(mean(pieces, piece, end, output));
            }
            return unit;
        }

        /** Returns the mean of the pieces from {@code first} on that begin before {@code end}; zeros if there are none. */
        private Vector mean(WordPieces pieces, int first, int end, Output output) {
            float[] mean = new float[output.columns()];
            int count = 0;
            for (int i = first; i < pieces.size() && pieces.begins()[i] < end; i++) {
                int at = output.at(i);
                for (int c = 0; c < mean.length; c++) {
                    mean[c] += output.values()[at + c];
                }
                count++;
            }
            for (int c = 0; c < mean.length && count > 1; c++) {
                mean[c] /= count;
            }
            return Vector.compressed(mean);
        }

        Layers layers() {
            List<Annotation> embeddings = new ArrayList<>(sums.length + 1);
            if (sums.length > 0) {
                float[] whole = new float[sums[0].length];
                for (float[] sum : sums) {
                    float[] unit = unit(sum);
                    for (int c = 0; c < whole.length; c++) {
                        whole[c] += unit[c];
                    }
                }
                embeddings.add(embedding(Span.of(text.text()), TEXT, unit(whole)));
                for (int s = 0; s < sums.length; s++) {
                    embeddings.add(embedding(sentences.get(s).span(), SENTENCE, sums[s]));
                }
            }
            return Layers.of(Layers.EMBEDDINGS, embeddings).with(Layers.STATES, List.of(states));
        }

        private Annotation embedding(Span span, String label, float[] unit) {
            return new Annotation(span, label, Double.NaN, attributes, Vector.of(unit));
        }
    }

    /** Scales a vector to the length 1, in place; zeros stay. */
    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        double length = Math.sqrt(squares);
        for (int c = 0; c < vector.length && length > 0; c++) {
            vector[c] /= (float) length;
        }
        return vector;
    }
}
