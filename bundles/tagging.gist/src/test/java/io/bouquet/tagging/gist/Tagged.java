package io.bouquet.tagging.gist;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;

/** Texts with layers as taggers would make them. */
final class Tagged {
    private Tagged() {}

    /** Makes a text of words with tags, {@code The/DET cat/NOUN}, one sentence for each argument. */
    static AnnotatedText of(String language, String... sentences) {
        StringBuilder text = new StringBuilder();
        List<Annotation> spans = new ArrayList<>();
        List<Annotation> tokens = new ArrayList<>();
        List<Annotation> pos = new ArrayList<>();
        for (String sentence : sentences) {
            int first = text.length();
            for (String word : sentence.split(" ")) {
                int slash = word.lastIndexOf('/');
                String form = word.substring(0, slash);
                boolean joins = form.matches("[.,;:!?]|['’]s");
                text.append(text.length() == first || joins ? "" : " ");
                Span span = new Span(text.length(), text.length() + form.length());
                text.append(form);
                tokens.add(new Annotation(span, "token"));
                pos.add(new Annotation(span, word.substring(slash + 1)));
            }
            spans.add(new Annotation(new Span(first, text.length()), "sentence"));
            text.append(' ');
        }
        return new AnnotatedText(text.toString(), language)
                .with(Layers.of(Layers.SENTENCES, spans)
                        .with(Layers.TOKENS, tokens)
                        .with(Layers.POS, pos));
    }

    /** Makes a text of plain sentences. */
    static AnnotatedText plain(String language, String... sentences) {
        StringBuilder text = new StringBuilder();
        List<Annotation> spans = new ArrayList<>();
        for (String sentence : sentences) {
            spans.add(new Annotation(new Span(text.length(), text.length() + sentence.length()), "sentence"));
            text.append(sentence).append(' ');
        }
        return new AnnotatedText(text.toString(), language).with(Layers.of(Layers.SENTENCES, spans));
    }

    static List<String> covered(AnnotatedText text, Layers layers, String layer) {
        return layers.get(layer).stream().map(text::textOf).toList();
    }
}
