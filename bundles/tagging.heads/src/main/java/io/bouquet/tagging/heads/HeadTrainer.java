package io.bouquet.tagging.heads;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Vector;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.tagging.model.ModelTrainer;
import io.bouquet.tagging.model.TrainedModel;
import io.bouquet.tagging.model.TrainingProgress;
import io.bouquet.tagging.model.TrainingTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/** Trains heads in seconds, from a few texts for each label. */
@Component
public final class HeadTrainer implements ModelTrainer {
    private static final String METHOD = "method";
    private static final String EXAMPLES = "examples";
    /** Each text describes its label, and nothing is learned. */
    private static final String DESCRIPTIONS = "descriptions";

    @Override
    public String engine() {
        return HeadEngine.NAME;
    }

    @Override
    public List<String> kinds() {
        return HeadEngine.KINDS;
    }

    @Override
    public List<String> requires(String kind) {
        return HeadEngine.requires(kind);
    }

    @Override
    public List<String> options(String kind) {
        return kind.equals(TextHead.CATEGORIES) ? List.of(METHOD) : List.of();
    }

    @Override
    public TrainedModel train(TrainingTask task, TrainingProgress progress) throws InterruptedException {
        String path = "model/" + task.kind() + ".head";
        byte[] head = task.kind().equals(Layers.ENTITIES) ? entities(task, progress) : labels(task, progress);
        return new TrainedModel(path, Map.of(), Map.of(path, head));
    }

    private static byte[] labels(TrainingTask task, TrainingProgress progress) throws InterruptedException {
        String encoder = "";
        List<TextHeadTrainer.Example> examples = new ArrayList<>();
        for (LabelledText labelled : task.texts()) {
            AnnotatedText text = labelled.text();
            List<Annotation> embeddings = text.layer(Layers.EMBEDDINGS);
            if (embeddings.isEmpty()) {
                throw new IllegalArgumentException("the text '" + shortened(text.text()) + "' has no embedding");
            }
            Annotation embedding = embeddings.get(0);
            encoder = sameEncoder(encoder, embedding.attributes().getOrDefault(Layers.ENCODER, ""));
            List<String> labels = new ArrayList<>();
            for (Annotation gold : labelled.gold().get(task.layer())) {
                if (task.kind().equals(TextHead.TAGS) || labels.isEmpty()) {
                    labels.add(gold.label());
                }
            }
            if (labels.isEmpty() && !task.kind().equals(TextHead.TAGS)) {
                throw new IllegalArgumentException("the text '" + shortened(text.text()) + "' has no label");
            }
            examples.add(new TextHeadTrainer.Example(embedding.vector(), text.text(), labels, 1));
        }
        String method = task.options().getOrDefault(METHOD, EXAMPLES);
        return switch (method) {
            case EXAMPLES ->
                TextHeadTrainer.train(examples, TextHeadTrainer.Options.few(task.kind(), encoder), progress)
                        .bytes();
            case DESCRIPTIONS ->
                TextHeadTrainer.describe(task.kind(), encoder, descriptions(examples))
                        .bytes();
            default ->
                throw new IllegalArgumentException(
                        "the option '" + METHOD + "' is '" + method + "'; it is " + EXAMPLES + " or " + DESCRIPTIONS);
        };
    }

    private static Map<String, Vector> descriptions(List<TextHeadTrainer.Example> examples) {
        Map<String, Vector> descriptions = new TreeMap<>();
        for (TextHeadTrainer.Example example : examples) {
            String label = example.labels().get(0);
            if (descriptions.put(label, example.vector()) != null) {
                throw new IllegalArgumentException("the label '" + label
                        + "' has several descriptions; give one text for each label, or the method " + EXAMPLES);
            }
        }
        return descriptions;
    }

    private static byte[] entities(TrainingTask task, TrainingProgress progress) throws InterruptedException {
        String encoder = "";
        List<SequenceHeadTrainer.Example> examples = new ArrayList<>();
        for (LabelledText labelled : task.texts()) {
            AnnotatedText text = labelled.text();
            for (SentenceTokens sentence : SentenceTokens.of(text)) {
                List<Vector> states = new ArrayList<>();
                for (Annotation state : sentence.states()) {
                    encoder = sameEncoder(encoder, state.label());
                    states.add(state.vector());
                }
                examples.add(new SequenceHeadTrainer.Example(
                        sentence.tokens().stream().map(text::textOf).toList(),
                        states,
                        spans(sentence.tokens(), labelled.gold().get(task.layer()))));
            }
        }
        return SequenceHeadTrainer.train(examples, SequenceHeadTrainer.Options.few(task.kind(), encoder), progress)
                .bytes();
    }

    /** Returns the gold spans as tokens. A span that ends inside of a token has the whole token. */
    private static List<SequenceHead.Found> spans(List<Annotation> tokens, List<Annotation> gold) {
        List<SequenceHead.Found> spans = new ArrayList<>();
        int free = 0;
        for (Annotation name : gold) {
            int begin = free;
            while (begin < tokens.size()
                    && tokens.get(begin).span().end() <= name.span().begin()) {
                begin++;
            }
            int end = begin;
            while (end < tokens.size()
                    && tokens.get(end).span().begin() < name.span().end()) {
                end++;
            }
            if (end > begin) {
                spans.add(new SequenceHead.Found(begin, end, name.label(), 1));
                free = end;
            }
        }
        return spans;
    }

    private static String sameEncoder(String before, String now) {
        if (!before.isEmpty() && !before.equals(now)) {
            throw new IllegalArgumentException("the texts have vectors of two encoders, '" + before + "' and '" + now
                    + "'; was one replaced meanwhile? train again");
        }
        return now;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
