package io.bouquet.tagging.names;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Finds the names of persons, organisations and locations in German texts, sentence by sentence. */
@Component
@TaggerService(
        name = "entities-de",
        requires = {Layers.SENTENCES, Layers.TOKENS, Layers.POS},
        produces = Layers.ENTITIES,
        languages = "de",
        model = "grammar and lists")
public final class GermanNameTagger implements Tagger {
    /** Longest sentence that is looked at in one piece. */
    private static final int MOST_TOKENS = 500;

    private final GermanWords lists = new GermanWords();

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> tokens = text.layer(Layers.TOKENS);
        List<Annotation> pos = text.layer(Layers.POS);
        List<Annotation> entities = new ArrayList<>();
        Set<String> persons = new HashSet<>();
        int from = 0;
        for (Annotation sentence : text.layer(Layers.SENTENCES)) {
            while (from < tokens.size()
                    && tokens.get(from).span().begin() < sentence.span().begin()) {
                from++;
            }
            int to = from;
            while (to < tokens.size()
                    && tokens.get(to).span().end() <= sentence.span().end()) {
                to++;
                if (to - from == MOST_TOKENS) {
                    addNames(text, tokens.subList(from, to), pos, persons, entities);
                    from = to;
                }
            }
            addNames(text, tokens.subList(from, to), pos, persons, entities);
            from = to;
        }
        return Layers.of(Layers.ENTITIES, entities);
    }

    /** @param persons names of persons so far, which the sentence may refer to */
    private void addNames(
            AnnotatedText text,
            List<Annotation> tokens,
            List<Annotation> pos,
            Set<String> persons,
            List<Annotation> entities) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("the time limit of the request has ended");
        }
        if (tokens.isEmpty()) {
            return;
        }
        String[] words = tokens.stream().map(text::textOf).toArray(String[]::new);
        GermanNames names = new GermanNames(lists, words, tags(tokens, pos), persons);
        for (GermanNames.Name name : names.find()) {
            Span span = new Span(
                    tokens.get(name.begin()).span().begin(),
                    tokens.get(name.end() - 1).span().end());
            entities.add(new Annotation(span, name.label()));
        }
    }

    /** Returns the part of speech of each token; the empty string if a token has none. */
    private static String[] tags(List<Annotation> tokens, List<Annotation> pos) {
        String[] tags = new String[tokens.size()];
        int at = firstFrom(pos, tokens.get(0).span().begin());
        for (int i = 0; i < tags.length; i++) {
            Span span = tokens.get(i).span();
            while (at < pos.size() && pos.get(at).span().begin() < span.begin()) {
                at++;
            }
            tags[i] = at < pos.size() && pos.get(at).span().equals(span)
                    ? pos.get(at).label()
                    : "";
        }
        return tags;
    }

    private static int firstFrom(List<Annotation> pos, int begin) {
        int low = 0;
        int high = pos.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pos.get(middle).span().begin() < begin) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
