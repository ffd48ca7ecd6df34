package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Splits a text into sentences without a model: where the rules are not sure, a word without a small letter begins one. */
final class RuleSentenceTagger implements Tagger {
    private final String path;
    private final ModelFiles files;
    private final String layer;
    private volatile @Nullable SentenceSplitter loaded;

    RuleSentenceTagger(String path, ModelFiles files, String layer) {
        this.path = path;
        this.files = files;
        this.layer = layer;
    }

    @Override
    public void load() throws IOException {
        try (InputStream in = files.open(path)) {
            loaded = new SentenceSplitter(SentenceRules.of(WordLists.read(in)));
        }
    }

    @Override
    public Layers tag(AnnotatedText text) {
        SentenceSplitter splitter = loaded;
        if (splitter == null) {
            throw new IllegalStateException("the list '" + path + "' is not loaded");
        }
        return Layers.of(layer, splitter.split(text.text(), RuleSentenceTagger::starts));
    }

    private static BitSet starts(String text, int begin, int end) {
        BitSet starts = new BitSet(end - begin);
        int at = begin;
        while (at < end) {
            int word = Texts.skipSpace(text, at, end);
            if (word < end && !Character.isLowerCase(text.codePointAt(word))) {
                starts.set(word - begin);
            }
            at = Texts.skipWord(text, word, end);
        }
        return starts;
    }
}
