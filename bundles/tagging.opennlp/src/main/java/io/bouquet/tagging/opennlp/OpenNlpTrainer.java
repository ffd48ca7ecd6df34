package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.tagging.model.ModelTrainer;
import io.bouquet.tagging.model.TrainedModel;
import io.bouquet.tagging.model.TrainingProgress;
import io.bouquet.tagging.model.TrainingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import opennlp.tools.doccat.BagOfWordsFeatureGenerator;
import opennlp.tools.doccat.DoccatFactory;
import opennlp.tools.doccat.DocumentCategorizerME;
import opennlp.tools.doccat.DocumentSample;
import opennlp.tools.doccat.FeatureGenerator;
import opennlp.tools.lemmatizer.LemmaSample;
import opennlp.tools.lemmatizer.LemmatizerFactory;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.namefind.BioCodec;
import opennlp.tools.namefind.NameFinderME;
import opennlp.tools.namefind.NameSample;
import opennlp.tools.namefind.TokenNameFinderFactory;
import opennlp.tools.postag.POSSample;
import opennlp.tools.postag.POSTaggerFactory;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.sentdetect.SentenceDetectorFactory;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceSample;
import opennlp.tools.tokenize.TokenSample;
import opennlp.tools.tokenize.TokenizerFactory;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.util.ObjectStream;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.Span;
import opennlp.tools.util.TrainingParameters;
import opennlp.tools.util.model.BaseModel;
import org.osgi.service.component.annotations.Component;

/** Trains models with OpenNLP: maximum entropy, without embeddings. */
@Component
public final class OpenNlpTrainer implements ModelTrainer {
    private static final String ITERATIONS = "iterations";
    private static final String CUTOFF = "cutoff";
    private static final int MOST_ITERATIONS = 1_000;
    /** Sentences of a document, where the data has single sentences. */
    private static final int DOCUMENT = 8;

    private static final Set<String> LABELS = Set.of("categories", "sentiment");
    private static final List<String> KINDS =
            List.of("categories", "sentiment", "entities", "sentences", "tokens", "pos", "lemmas");

    @Override
    public String engine() {
        return "opennlp";
    }

    @Override
    public List<String> kinds() {
        return KINDS;
    }

    @Override
    public List<String> requires(String kind) {
        return kind.equals(Layers.ENTITIES) ? List.of(Layers.SENTENCES, Layers.TOKENS) : List.of();
    }

    @Override
    public List<String> options(String kind) {
        return List.of(ITERATIONS, CUTOFF);
    }

    @Override
    public TrainedModel train(TrainingTask task, TrainingProgress progress) throws InterruptedException {
        TrainingParameters parameters = parameters(task);
        String language = task.language().isEmpty() ? "x-unspecified" : task.language();
        progress.at("iterations", 0, 0);
        String path = "model/" + task.kind() + ".bin";
        byte[] model;
        try {
            model = ReproducibleModel.bytes(model(task, language, parameters));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException | NullPointerException | IndexOutOfBoundsException e) {
            // what OpenNLP throws where data is too small or too uniform
            throw new IllegalArgumentException(
                    "OpenNLP cannot train the kind '" + task.kind() + "' with "
                            + task.texts().size() + " texts (" + e.getMessage() + "); give it more and different ones",
                    e);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return new TrainedModel(path, Map.of(), Map.of(path, model));
    }

    private static TrainingParameters parameters(TrainingTask task) {
        TrainingParameters parameters = TrainingParameters.defaultParams();
        if (LABELS.contains(task.kind())) {
            parameters.put(TrainingParameters.ALGORITHM_PARAM, QNTrainer.MAXENT_QN_VALUE);
        }
        parameters.put(TrainingParameters.ITERATIONS_PARAM, number(task, ITERATIONS, 100, MOST_ITERATIONS));
        // a feature of few texts counts there, for labels are often trained with few texts
        parameters.put(
                TrainingParameters.CUTOFF_PARAM, number(task, CUTOFF, LABELS.contains(task.kind()) ? 0 : 2, 100));
        return parameters;
    }

    private static int number(TrainingTask task, String option, int usual, int most) {
        String value = task.options().getOrDefault(option, Integer.toString(usual));
        if (!value.matches("\\d{1,4}") || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(
                    "the option '" + option + "' is '" + value + "'; it is a number up to " + most);
        }
        return Integer.parseInt(value);
    }

    private static BaseModel model(TrainingTask task, String language, TrainingParameters parameters)
            throws IOException {
        List<LabelledText> texts = task.texts();
        return switch (task.kind()) {
            case "categories", "sentiment" ->
                DocumentCategorizerME.train(
                        language, stream(documents(task)), parameters, new DoccatFactory(new FeatureGenerator[] {
                            new BagOfWordsFeatureGenerator()
                        }));
            case "entities" ->
                NameFinderME.train(
                        language,
                        null,
                        stream(names(texts, task.layer())),
                        parameters,
                        new TokenNameFinderFactory(null, new HashMap<>(), new BioCodec()));
            case "sentences" ->
                SentenceDetectorME.train(
                        language,
                        stream(sentences(texts)),
                        new SentenceDetectorFactory(language, true, null, null),
                        parameters);
            case "tokens" ->
                TokenizerME.train(stream(tokens(texts)), new TokenizerFactory(language, null, false, null), parameters);
            case "pos" -> POSTaggerME.train(language, stream(partsOfSpeech(texts)), parameters, new POSTaggerFactory());
            case "lemmas" -> LemmatizerME.train(language, stream(lemmas(texts)), parameters, new LemmatizerFactory());
            default -> throw new IllegalArgumentException("OpenNLP trains no model of the kind '" + task.kind() + "'");
        };
    }

    private static <T> ObjectStream<T> stream(List<T> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("the data has no texts with all layers that this kind is trained with");
        }
        return ObjectStreamUtils.createObjectStream(samples);
    }

    private static List<DocumentSample> documents(TrainingTask task) {
        List<DocumentSample> samples = new ArrayList<>();
        for (LabelledText text : task.texts()) {
            String content = text.text().text();
            List<String> words = task.kind().equals("sentiment") ? Words.withNegation(content) : Words.of(content);
            List<Annotation> labels = text.gold().get(task.layer());
            if (labels.size() != 1) {
                throw new IllegalArgumentException("the text '" + Texts.bounded(content) + "' has " + labels.size()
                        + " labels; the kind '" + task.kind() + "' takes one");
            }
            if (!words.isEmpty()) {
                samples.add(new DocumentSample(labels.get(0).label(), words.toArray(String[]::new)));
            }
        }
        return samples;
    }

    /** Returns the names of texts, as far as they begin and end with tokens. */
    private static List<NameSample> names(List<LabelledText> texts, String layer) {
        List<NameSample> samples = new ArrayList<>();
        for (LabelledText text : texts) {
            List<Annotation> tokens = text.text().layer(Layers.TOKENS);
            for (TokenChunk chunk : TokenChunk.of(text.text())) {
                List<Span> names = new ArrayList<>();
                List<Annotation> its = tokens.subList(chunk.first(), chunk.first() + chunk.words().length);
                for (Annotation gold : text.gold().get(layer)) {
                    int begin = indexOf(its, gold.span().begin(), true);
                    int end = indexOf(its, gold.span().end(), false);
                    if (begin >= 0 && end >= begin) {
                        names.add(new Span(begin, end + 1, gold.label()));
                    }
                }
                samples.add(new NameSample(chunk.words(), names.toArray(Span[]::new), true));
            }
        }
        return samples;
    }

    private static int indexOf(List<Annotation> tokens, int offset, boolean atBegin) {
        for (int i = 0; i < tokens.size(); i++) {
            io.bouquet.tagging.Span span = tokens.get(i).span();
            if ((atBegin ? span.begin() : span.end()) == offset) {
                return i;
            }
        }
        return -1;
    }

    private static List<SentenceSample> sentences(List<LabelledText> texts) {
        List<SentenceSample> samples = new ArrayList<>();
        StringBuilder document = new StringBuilder();
        List<Span> spans = new ArrayList<>();
        for (LabelledText text : texts) {
            int shift = document.length();
            for (Annotation sentence : text.gold().get(Layers.SENTENCES)) {
                spans.add(new Span(
                        shift + sentence.span().begin(), shift + sentence.span().end()));
            }
            document.append(text.text().text()).append(' ');
            if (spans.size() >= DOCUMENT || text == texts.get(texts.size() - 1)) {
                samples.add(new SentenceSample(document.toString(), spans.toArray(Span[]::new)));
                document.setLength(0);
                spans.clear();
            }
        }
        return samples;
    }

    private static List<TokenSample> tokens(List<LabelledText> texts) {
        return texts.stream()
                .filter(text -> text.gold().has(Layers.TOKENS))
                .map(text -> new TokenSample(
                        text.text().text(),
                        text.gold().get(Layers.TOKENS).stream()
                                .map(token -> new Span(
                                        token.span().begin(), token.span().end()))
                                .toArray(Span[]::new)))
                .toList();
    }

    private static List<POSSample> partsOfSpeech(List<LabelledText> texts) {
        return texts.stream()
                .filter(text -> text.gold().has(Layers.POS))
                .map(text -> new POSSample(words(text, Layers.POS), labels(text, Layers.POS)))
                .toList();
    }

    private static List<LemmaSample> lemmas(List<LabelledText> texts) {
        return texts.stream()
                .filter(text -> text.gold().has(Layers.LEMMAS) && text.gold().has(Layers.POS))
                .map(text -> new LemmaSample(
                        words(text, Layers.LEMMAS), labels(text, Layers.POS), labels(text, Layers.LEMMAS)))
                .toList();
    }

    private static String[] words(LabelledText text, String layer) {
        return text.gold().get(layer).stream()
                .map(one -> one.span().in(text.text().text()))
                .toArray(String[]::new);
    }

    private static String[] labels(LabelledText text, String layer) {
        return text.gold().get(layer).stream().map(Annotation::label).toArray(String[]::new);
    }
}
