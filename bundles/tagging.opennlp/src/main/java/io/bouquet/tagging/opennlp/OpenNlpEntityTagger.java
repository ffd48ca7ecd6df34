package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import opennlp.tools.namefind.NameFinderME;
import opennlp.tools.namefind.TokenNameFinderModel;

/** Finds names: {@code person}, {@code organisation}, {@code location}, and any other types of the model. */
final class OpenNlpEntityTagger implements Tagger {
    private final String layer;
    private final Pool<NameFinderME> finders;

    OpenNlpEntityTagger(TokenNameFinderModel model, String layer) {
        this.layer = layer;
        this.finders = new Pool<>(() -> new NameFinderME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> tokens = text.layer(Layers.TOKENS);
        return Layers.of(layer, finders.with(finder -> {
            // a model may remember names between sentences, but must not remember them between texts
            finder.clearAdaptiveData();
            List<Annotation> entities = new ArrayList<>();
            for (TokenChunk chunk : TokenChunk.of(text)) {
                Deadline.check();
                for (opennlp.tools.util.Span found : finder.find(chunk.words())) {
                    int begin =
                            tokens.get(chunk.first() + found.getStart()).span().begin();
                    int end = tokens.get(chunk.first() + found.getEnd() - 1)
                            .span()
                            .end();
                    entities.add(new Annotation(
                            new Span(begin, end), label(found.getType()), Math.min(1, Math.max(0, found.getProb()))));
                }
            }
            return entities;
        }));
    }

    /** Returns the label of a type. Common tag sets abbreviate these three types differently. */
    private static String label(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "per", "pers", "person" -> "person";
            case "org", "organization", "organisation" -> "organisation";
            case "loc", "gpe", "location" -> "location";
            default -> name;
        };
    }
}
