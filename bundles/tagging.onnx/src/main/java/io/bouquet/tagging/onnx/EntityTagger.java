package io.bouquet.tagging.onnx;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds spans with a model that labels word pieces in one of the schemes BIO, IOB, BIOES and BILOU. A token has the label of
 * its first piece.
 */
final class EntityTagger implements Tagger, AutoCloseable {
    private static final String OUTSIDE = "O";

    private final SequenceModel model;
    private final List<String> labels;
    private final String layer;
    private final double threshold;

    EntityTagger(SequenceModel model, List<String> labels, String layer, double threshold) {
        this.model = model;
        this.labels = labels;
        this.layer = layer;
        this.threshold = threshold;
    }

    @Override
    public void load() throws IOException {
        Scores.requireLabels(model.check(), labels);
        if (!labels.contains(OUTSIDE)) {
            throw new IOException("its labels " + labels
                    + " have no 'O' for pieces outside of entities; give them as B-…, I-… and O");
        }
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return tagAll(List.of(text)).get(0);
    }

    @Override
    public List<Layers> tagAll(List<AnnotatedText> texts) {
        List<Integer> owners = new ArrayList<>();
        List<Units.Unit> units = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            for (Units.Unit unit : Units.sentences(texts.get(i))) {
                owners.add(i);
                units.add(unit);
                parts.add(unit.span().in(texts.get(i).text()));
            }
        }
        List<List<Annotation>> found = model.run(
                parts, (i, pieces, output) -> entities(texts.get(owners.get(i)), units.get(i), pieces, output));
        List<List<Annotation>> entities = new ArrayList<>();
        texts.forEach(text -> entities.add(new ArrayList<>()));
        for (int i = 0; i < found.size(); i++) {
            entities.get(owners.get(i)).addAll(found.get(i));
        }
        return entities.stream().map(list -> Layers.of(layer, list)).toList();
    }

    private List<Annotation> entities(AnnotatedText text, Units.Unit unit, WordPieces pieces, Output output) {
        List<Annotation> tokens = text.layer(Layers.TOKENS);
        List<Annotation> entities = new ArrayList<>();
        Open open = null;
        int piece = 0;
        for (int t = unit.firstToken(); t < unit.lastToken(); t++) {
            Span token = tokens.get(t).span();
            int begin = token.begin() - unit.span().begin();
            int end = token.end() - unit.span().begin();
            while (piece < pieces.size() && pieces.ends()[piece] <= begin) {
                piece++;
            }
            String label = OUTSIDE;
            double score = 1;
            if (piece < pieces.size() && pieces.begins()[piece] < end) {
                double[] scores = Scores.softmax(output.values(), output.at(piece), output.columns());
                int best = Scores.best(scores);
                label = labels.get(best);
                score = scores[best];
            }
            String type = typeOf(label);
            boolean goesOn = open != null && open.type.equals(type) && mayGoOn(label);
            if (!goesOn) {
                close(open, entities);
                open = null;
            }
            if (!type.isEmpty()) {
                if (open == null) {
                    open = new Open(type, token);
                }
                open.add(token, score);
            }
        }
        close(open, entities);
        return entities;
    }

    private void close(@Nullable Open open, List<Annotation> entities) {
        if (open != null && open.score() >= threshold) {
            entities.add(new Annotation(new Span(open.begin, open.end), name(open.type), open.score()));
        }
    }

    /** An entity whose last token is not known yet. */
    private static final class Open {
        final String type;
        final int begin;
        int end;
        private double sum;
        private int tokens;

        Open(String type, Span first) {
            this.type = type;
            begin = first.begin();
        }

        void add(Span token, double score) {
            end = token.end();
            sum += score;
            tokens++;
        }

        double score() {
            return Scores.bounded(sum / tokens);
        }
    }

    /** Whether a label may be that of a further token of an entity. */
    private static boolean mayGoOn(String label) {
        return !hasPrefix(label) || "IEL".indexOf(label.charAt(0)) >= 0;
    }

    private static boolean hasPrefix(String label) {
        return label.length() > 2 && "BIESLU".indexOf(label.charAt(0)) >= 0 && "-_".indexOf(label.charAt(1)) >= 0;
    }

    /** Returns the type of a label; the empty string for none. */
    private static String typeOf(String label) {
        return label.equals(OUTSIDE) ? "" : hasPrefix(label) ? label.substring(2) : label;
    }

    /** Returns the label of a type. Common tag sets abbreviate these three types differently. */
    private static String name(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "per", "pers" -> "person";
            case "org", "organization" -> "organisation";
            case "loc", "gpe" -> "location";
            default -> name;
        };
    }

    @Override
    public void close() {
        model.close();
    }
}
