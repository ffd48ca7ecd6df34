package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.namefind.TokenNameFinderModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerModel;

/** What a model is for: the layers its tagger reads, and how it becomes one. */
enum ModelKind {
    LANGUAGE {
        @Override
        Tagger load(InputStream model, ModelClause clause) throws IOException {
            return new OpenNlpLanguageTagger(new LanguageDetectorModel(model), clause.layer());
        }
    },
    SENTENCES {
        @Override
        Tagger load(InputStream model, ModelClause clause) throws IOException {
            return new OpenNlpSentenceTagger(new SentenceModel(model), clause.layer());
        }
    },
    TOKENS(Layers.SENTENCES) {
        @Override
        Tagger load(InputStream model, ModelClause clause) throws IOException {
            return new OpenNlpTokenTagger(new TokenizerModel(model), clause.layer());
        }
    },
    POS(Layers.SENTENCES, Layers.TOKENS) {
        @Override
        Tagger load(InputStream model, ModelClause clause) throws IOException {
            return new OpenNlpPosTagger(new POSModel(model), clause.layer());
        }
    },
    LEMMAS(Layers.SENTENCES, Layers.TOKENS, Layers.POS) {
        @Override
        Tagger load(InputStream model, ModelClause clause) throws IOException {
            return new OpenNlpLemmaTagger(new LemmatizerModel(model), clause.layer(), clause.languages());
        }
    },
    ENTITIES(Layers.SENTENCES, Layers.TOKENS) {
        @Override
        Tagger load(InputStream model, ModelClause clause) throws IOException {
            return new OpenNlpEntityTagger(new TokenNameFinderModel(model), clause.layer());
        }
    },
    SENTIMENT(Layers.SENTENCES) {
        @Override
        Tagger load(InputStream model, ModelClause clause) throws IOException {
            return new OpenNlpSentimentTagger(new DoccatModel(model), clause.layer());
        }
    },
    CATEGORIES {
        @Override
        Tagger load(InputStream model, ModelClause clause) throws IOException {
            return new OpenNlpCategoryTagger(new DoccatModel(model), clause.layer());
        }
    };

    private final List<String> requires;

    ModelKind(String... requires) {
        this.requires = List.of(requires);
    }

    /** Reads the model and makes its tagger; throws whatever OpenNLP throws at a broken one. */
    abstract Tagger load(InputStream model, ModelClause clause) throws IOException;

    List<String> requires() {
        return requires;
    }

    /** Whether such a model knows no language in particular. */
    boolean takesAnyLanguage() {
        return this == LANGUAGE || this == CATEGORIES;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ModelKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    static String ids() {
        return Arrays.stream(values()).map(ModelKind::id).collect(Collectors.joining(", "));
    }
}
