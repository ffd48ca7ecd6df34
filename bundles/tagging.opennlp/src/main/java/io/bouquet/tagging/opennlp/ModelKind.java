package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.ml.BeamSearch;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.util.model.BaseModel;

/** The kind of a model, which defines its tagger and the layers that this requires. */
enum ModelKind {
    LANGUAGE {
        @Override
        Tagger load(ModelSource source, String layer, List<String> languages) throws IOException {
            LanguageDetectorModel read = new LanguageDetectorModel(source.open());
            LanguageDetectorModel model = source.compactFor(read::getMaxentModel)
                    .map(maxent -> new LanguageDetectorModel(maxent, properties(read), read.getFactory()))
                    .orElse(read);
            return new OpenNlpLanguageTagger(model, layer);
        }
    },
    SENTENCES {
        @Override
        Tagger load(ModelSource source, String layer, List<String> languages) throws IOException {
            SentenceModel read = new SentenceModel(source.open());
            SentenceModel model = source.compactFor(read::getMaxentModel)
                    .map(maxent -> new SentenceModel(read.getLanguage(), maxent, properties(read), read.getFactory()))
                    .orElse(read);
            return new OpenNlpSentenceTagger(model, layer);
        }
    },
    TOKENS(Layers.SENTENCES) {
        @Override
        Tagger load(ModelSource source, String layer, List<String> languages) throws IOException {
            TokenizerModel read = new TokenizerModel(source.open());
            TokenizerModel model = source.compactFor(read::getMaxentModel)
                    .map(maxent -> new TokenizerModel(maxent, properties(read), read.getFactory()))
                    .orElse(read);
            return new OpenNlpTokenTagger(model, layer);
        }
    },
    POS(Layers.SENTENCES, Layers.TOKENS) {
        @Override
        Tagger load(ModelSource source, String layer, List<String> languages) throws IOException {
            POSModel read = new POSModel(source.open());
            POSModel model = source.compactFor(() -> read.getArtifact("pos.model"))
                    .map(maxent -> new POSModel(
                            read.getLanguage(),
                            maxent,
                            beam(read, POSTaggerME.DEFAULT_BEAM_SIZE),
                            properties(read),
                            read.getFactory()))
                    .orElse(read);
            return new OpenNlpPosTagger(model, layer);
        }
    },
    LEMMAS(Layers.SENTENCES, Layers.TOKENS, Layers.POS) {
        @Override
        Tagger load(ModelSource source, String layer, List<String> languages) throws IOException {
            LemmatizerModel read = new LemmatizerModel(source.open());
            LemmatizerModel model = source.compactFor(() -> read.getArtifact(LemmaDecoder.MODEL_ENTRY))
                    .map(maxent -> new LemmatizerModel(
                            read.getLanguage(),
                            maxent,
                            beam(read, LemmatizerME.DEFAULT_BEAM_SIZE),
                            properties(read),
                            read.getFactory()))
                    .orElse(read);
            return new OpenNlpLemmaTagger(model, layer, languages);
        }
    },
    ENTITIES(Layers.SENTENCES, Layers.TOKENS) {
        @Override
        Tagger load(ModelSource source, String layer, List<String> languages) throws IOException {
            return new OpenNlpEntityTagger(new NamesModel(source), layer);
        }
    },
    SENTIMENT(Layers.SENTENCES) {
        @Override
        Tagger load(ModelSource source, String layer, List<String> languages) throws IOException {
            return new OpenNlpSentimentTagger(categories(source), layer);
        }
    },
    CATEGORIES {
        @Override
        Tagger load(ModelSource source, String layer, List<String> languages) throws IOException {
            return new OpenNlpCategoryTagger(categories(source), layer);
        }
    };

    private final List<String> requires;

    ModelKind(String... requires) {
        this.requires = List.of(requires);
    }

    /** Reads the model and creates its tagger. OpenNLP may throw any exception if the model is damaged. */
    abstract Tagger load(ModelSource source, String layer, List<String> languages) throws IOException;

    private static DoccatModel categories(ModelSource source) throws IOException {
        DoccatModel read = new DoccatModel(source.open());
        return source.compactFor(read::getMaxentModel)
                .map(maxent -> new DoccatModel(read.getLanguage(), maxent, properties(read), read.getFactory()))
                .orElse(read);
    }

    private static Map<String, String> properties(BaseModel model) {
        Properties properties = model.getArtifact("manifest.properties");
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), properties::getProperty));
    }

    static int beam(BaseModel model, int usual) {
        String size = model.getManifestProperty(BeamSearch.BEAM_SIZE_PARAMETER);
        return size == null ? usual : Integer.parseInt(size);
    }

    List<String> requires() {
        return requires;
    }

    /** Whether such a model supports any language. */
    boolean takesAnyLanguage() {
        return this == LANGUAGE || this == CATEGORIES;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The layer that a tagger adds if its model declares none; the empty string if it must declare one. */
    String usualLayer() {
        return this == CATEGORIES ? "" : id();
    }

    /** @param id one of the kinds' ids */
    static ModelKind of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
