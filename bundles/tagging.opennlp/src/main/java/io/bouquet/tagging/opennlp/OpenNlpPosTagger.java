package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.List;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;

/** Adds the part of speech of each token, as a Universal Dependencies tag. */
final class OpenNlpPosTagger implements Tagger {
    private final String layer;
    private final Pool<POSTaggerME> taggers;

    OpenNlpPosTagger(POSModel model, String layer) {
        this.layer = layer;
        this.taggers = new Pool<>(() -> new POSTaggerME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> tokens = text.layer(Layers.TOKENS);
        return Layers.of(layer, taggers.with(tagger -> {
            List<Annotation> pos = new ArrayList<>(tokens.size());
            for (TokenChunk chunk : TokenChunk.of(text)) {
                Deadline.check();
                String[] tags = tagger.tag(chunk.words());
                double[] scores = tagger.probs();
                for (int i = 0; i < tags.length; i++) {
                    pos.add(new Annotation(tokens.get(chunk.first() + i).span(), tags[i], Math.min(1, scores[i])));
                }
            }
            return pos;
        }));
    }
}
