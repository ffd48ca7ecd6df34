package io.bouquet.benchmarks.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.doccat.DocumentCategorizerME;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.namefind.NameFinderME;
import opennlp.tools.namefind.TokenNameFinderModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.util.Span;

/** OpenNLP as its manual says to call it, over the models that the platform serves. Not thread-safe. */
final class BareLoop {
    private final SentenceDetectorME sentences;
    private final TokenizerME tokens;
    private final POSTaggerME pos;
    private final LemmatizerME lemmas;
    private final NameFinderME entities;
    private final DocumentCategorizerME sentiment;

    /** What all threads share, as they do in the platform. */
    record Models(
            SentenceModel sentences,
            TokenizerModel tokens,
            POSModel pos,
            LemmatizerModel lemmas,
            TokenNameFinderModel entities,
            DoccatModel sentiment) {
        /** @param files by name of the tagger */
        static Models of(Map<String, URL> files) throws IOException {
            try (InputStream s = open(files, "sentences-en");
                    InputStream t = open(files, "tokens-en");
                    InputStream p = open(files, "pos-en");
                    InputStream l = open(files, "lemmas-en");
                    InputStream e = open(files, "entities-en");
                    InputStream o = open(files, "sentiment-en")) {
                return new Models(
                        new SentenceModel(s),
                        new TokenizerModel(t),
                        new POSModel(p),
                        new LemmatizerModel(l),
                        new TokenNameFinderModel(e),
                        new DoccatModel(o));
            }
        }

        private static InputStream open(Map<String, URL> files, String tagger) throws IOException {
            URL file = files.get(tagger);
            if (file == null) {
                throw new IOException("no model '" + tagger + "'; there are " + files.keySet());
            }
            return file.openStream();
        }
    }

    BareLoop(Models models) {
        sentences = new SentenceDetectorME(models.sentences());
        tokens = new TokenizerME(models.tokens());
        pos = new POSTaggerME(models.pos());
        lemmas = new LemmatizerME(models.lemmas());
        entities = new NameFinderME(models.entities());
        sentiment = new DocumentCategorizerME(models.sentiment());
    }

    /** How many things were found, so that nothing can be optimised away. */
    int run(String text, Work work) {
        int found = 0;
        for (Span sentence : sentences.sentPosDetect(text)) {
            String covered = sentence.getCoveredText(text).toString();
            String[] words = Span.spansToStrings(tokens.tokenizePos(covered), covered);
            found += words.length;
            if (work.pos()) {
                String[] tags = pos.tag(words);
                found += tags.length;
                if (work.lemmas()) {
                    found += lemmas.lemmatize(words, tags).length;
                }
            }
            if (work.entities()) {
                found += entities.find(words).length;
            }
            if (work.sentiment()) {
                found += categorize(words);
            }
        }
        entities.clearAdaptiveData();
        if (work.sentiment()) {
            // of the whole text, too, as the platform does
            found += categorize(tokens.tokenize(text));
        }
        return found;
    }

    private int categorize(String[] words) {
        // the model knows lower case only
        String[] lower =
                Arrays.stream(words).map(word -> word.toLowerCase(Locale.ROOT)).toArray(String[]::new);
        return sentiment.getBestCategory(sentiment.categorize(lower)).length();
    }

    /** Which layers are made besides sentences and tokens. */
    record Work(boolean pos, boolean lemmas, boolean entities, boolean sentiment) {
        static Work of(List<String> layers) {
            return new Work(
                    layers.contains("pos"),
                    layers.contains("lemmas"),
                    layers.contains("entities"),
                    layers.contains("sentiment"));
        }
    }
}
