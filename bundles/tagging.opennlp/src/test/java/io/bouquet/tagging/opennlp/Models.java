package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The taggers of the official models, each read once for all tests. */
final class Models {
    static final String LANGUAGE = "langdetect-183.bin";
    static final String SENTENCES_EN = "opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin";
    static final String TOKENS_EN = "opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin";
    static final String POS_EN = "opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";
    static final String LEMMAS_EN = "opennlp-en-ud-ewt-lemmas-1.3-2.5.4.bin";
    static final String SENTENCES_DE = "opennlp-de-ud-gsd-sentence-1.3-2.5.4.bin";
    static final String TOKENS_DE = "opennlp-de-ud-gsd-tokens-1.3-2.5.4.bin";
    static final String POS_DE = "opennlp-de-ud-gsd-pos-1.3-2.5.4.bin";
    static final String LEMMAS_DE = "opennlp-de-ud-gsd-lemmas-1.3-2.5.4.bin";

    private static final Map<String, Tagger> TAGGERS = new ConcurrentHashMap<>();

    private Models() {}

    static Tagger language() {
        return tagger(LANGUAGE, ModelKind.LANGUAGE, "");
    }

    static List<Tagger> english() {
        return List.of(
                tagger(SENTENCES_EN, ModelKind.SENTENCES, "en"),
                tagger(TOKENS_EN, ModelKind.TOKENS, "en"),
                tagger(POS_EN, ModelKind.POS, "en"),
                tagger(LEMMAS_EN, ModelKind.LEMMAS, "en"),
                tagger("model/entities-en.bin", ModelKind.ENTITIES, "en"),
                tagger("model/sentiment-en.bin", ModelKind.SENTIMENT, "en"));
    }

    static List<Tagger> german() {
        return List.of(
                tagger(SENTENCES_DE, ModelKind.SENTENCES, "de"),
                tagger(TOKENS_DE, ModelKind.TOKENS, "de"),
                tagger(POS_DE, ModelKind.POS, "de"),
                tagger(LEMMAS_DE, ModelKind.LEMMAS, "de"));
    }

    static AnnotatedText english(String text) {
        return tag(english(), new AnnotatedText(text, "en"));
    }

    static AnnotatedText german(String text) {
        return tag(german(), new AnnotatedText(text, "de"));
    }

    /** What each annotation of a layer covers. */
    static List<String> covered(AnnotatedText text, String layer) {
        return text.layer(layer).stream().map(text::textOf).toList();
    }

    static List<String> labels(AnnotatedText text, String layer) {
        return text.layer(layer).stream().map(Annotation::label).toList();
    }

    static InputStream open(String file) {
        InputStream in = Models.class.getResourceAsStream("/" + file);
        if (in == null) {
            throw new AssertionError("no model " + file + " on the class path");
        }
        return in;
    }

    private static AnnotatedText tag(List<Tagger> taggers, AnnotatedText text) {
        AnnotatedText annotated = text;
        for (Tagger tagger : taggers) {
            annotated = annotated.with(tagger.tag(annotated));
        }
        return annotated;
    }

    private static Tagger tagger(String file, ModelKind kind, String language) {
        return TAGGERS.computeIfAbsent(file, missing -> {
            try (InputStream in = open(file)) {
                List<String> languages = language.isEmpty() ? List.of() : List.of(language);
                return kind.load(ModelSource.compact(in), kind.id(), languages);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }
}
