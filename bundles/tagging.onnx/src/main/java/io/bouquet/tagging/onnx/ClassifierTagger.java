package io.bouquet.tagging.onnx;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Labels texts, and their sentences if it is for sentiment. */
final class ClassifierTagger implements Tagger, AutoCloseable {
    private final TextClassifier classifier;
    private final String layer;
    private final boolean sentences;
    private final boolean multi;
    private final double threshold;

    /**
     * @param sentences whether it labels the sentences too
     * @param multi     whether it gives all labels whose probability reaches the threshold, instead of the likeliest
     */
    ClassifierTagger(TextClassifier classifier, String layer, boolean sentences, boolean multi, double threshold) {
        this.classifier = classifier;
        this.layer = layer;
        this.sentences = sentences;
        this.multi = multi;
        this.threshold = threshold;
    }

    @Override
    public void load() throws IOException {
        classifier.check();
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return tagAll(List.of(text)).get(0);
    }

    @Override
    public List<Layers> tagAll(List<AnnotatedText> texts) {
        List<Target> targets = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            AnnotatedText text = texts.get(i);
            if (text.text().isBlank()) {
                continue;
            }
            add(targets, parts, i, text.text(), Span.of(text.text()));
            if (sentences) {
                for (Annotation sentence : text.layer(Layers.SENTENCES)) {
                    add(targets, parts, i, text.text(), sentence.span());
                }
            }
        }
        List<double[]> scores = classifier.classify(parts);
        List<List<Annotation>> annotations = new ArrayList<>();
        texts.forEach(text -> annotations.add(new ArrayList<>()));
        int part = 0;
        for (Target target : targets) {
            double[] mean = mean(scores.subList(part, part + target.parts()));
            part += target.parts();
            annotations.get(target.text()).addAll(labels(target.span(), mean));
        }
        return annotations.stream().map(list -> Layers.of(layer, list)).toList();
    }

    /** A span to label. */
    private record Target(int text, Span span, int parts) {}

    private static void add(List<Target> targets, List<String> parts, int index, String text, Span span) {
        List<Span> spans = Units.parts(text, span);
        spans.forEach(one -> parts.add(one.in(text)));
        targets.add(new Target(index, span, spans.size()));
    }

    private static double[] mean(List<double[]> scores) {
        double[] mean = scores.get(0).clone();
        for (double[] more : scores.subList(1, scores.size())) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += more[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] = Scores.bounded(mean[i] / scores.size());
        }
        return mean;
    }

    private List<Annotation> labels(Span span, double[] scores) {
        List<String> labels = classifier.labels();
        List<Annotation> found = new ArrayList<>();
        if (multi) {
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] >= threshold) {
                    found.add(new Annotation(span, labels.get(i), scores[i]));
                }
            }
            found.sort(Comparator.comparingDouble(Annotation::score).reversed());
        } else {
            int best = Scores.best(scores);
            if (scores[best] >= threshold) {
                found.add(new Annotation(span, labels.get(best), scores[best]));
            }
        }
        return found;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
