package io.bouquet.tagging.console;

import io.bouquet.console.spi.MarkedText;
import io.bouquet.console.spi.MarkedText.LegendEntry;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tokens with what is said of each of them, one below the other.
 *
 * @param headings names of the rows
 * @param lines    a line for each sentence
 * @param legend   parts of speech with their colours
 */
record TokenStrip(List<String> headings, List<Line> lines, List<LegendEntry> legend) {
    /** Share of the tokens that a layer must cover to be a row below them. */
    private static final double COVERED = 0.8;

    record Line(List<Word> words) {}

    /** @param more what layers of plugins say of the token, in the order of the headings */
    record Word(String form, String pos, int colour, String title, String lemma, List<String> more) {}

    /** Returns the layers of plugins that say something of nearly each token. */
    static List<String> layersOf(Layers layers, Collection<String> candidates) {
        Set<Span> tokens = new HashSet<>();
        layers.get(Layers.TOKENS).forEach(token -> tokens.add(token.span()));
        return candidates.stream()
                .filter(name -> {
                    List<Annotation> layer = layers.get(name);
                    return !tokens.isEmpty()
                            && layer.size() >= COVERED * tokens.size()
                            && layer.stream().allMatch(it -> it.vector().isEmpty() && tokens.contains(it.span()))
                            && layer.stream().map(Annotation::span).distinct().count() == layer.size();
                })
                .sorted()
                .toList();
    }

    static TokenStrip of(String shown, String text, Layers layers, List<String> others) {
        Map<Span, Annotation> pos = bySpan(layers, Layers.POS);
        Map<Span, Annotation> lemmas = bySpan(layers, Layers.LEMMAS);
        List<Map<Span, Annotation>> more =
                others.stream().map(name -> bySpan(layers, name)).toList();
        List<LegendEntry> legend = MarkedText.of(
                        shown,
                        layers.get(Layers.POS).stream().map(LayerView::mark).toList())
                .legend();
        Map<String, Integer> colours = new TreeMap<>();
        legend.forEach(entry -> colours.put(entry.label(), entry.colour()));
        List<Line> lines = new ArrayList<>();
        for (List<Annotation> sentence : sentences(shown, layers)) {
            lines.add(new Line(sentence.stream()
                    .map(token -> {
                        Span span = token.span();
                        Annotation tag = pos.get(span);
                        Annotation lemma = lemmas.get(span);
                        return new Word(
                                LayerView.in(text, span),
                                tag == null ? "" : tag.label(),
                                tag == null ? 0 : colours.getOrDefault(tag.label(), 0),
                                tag == null ? "" : LayerView.title(tag),
                                lemma == null ? "" : lemma.label(),
                                more.stream()
                                        .map(layer -> layer.get(span))
                                        .map(it -> it == null ? "" : it.label())
                                        .toList());
                    })
                    .toList()));
        }
        List<String> headings = new ArrayList<>(List.of("token"));
        if (!pos.isEmpty()) {
            headings.add("part of speech");
        }
        if (!lemmas.isEmpty()) {
            headings.add("lemma");
        }
        headings.addAll(others);
        return new TokenStrip(headings, lines, legend);
    }

    private static List<List<Annotation>> sentences(String shown, Layers layers) {
        List<Annotation> tokens = layers.has(Layers.TOKENS)
                ? layers.get(Layers.TOKENS)
                : layers.get(layers.has(Layers.POS) ? Layers.POS : Layers.LEMMAS);
        List<Annotation> sentences = layers.get(Layers.SENTENCES);
        List<List<Annotation>> lines = new ArrayList<>();
        List<Annotation> line = new ArrayList<>();
        int sentence = 0;
        for (Annotation token : tokens) {
            Span span = token.span();
            if (span.end() > shown.length()) {
                break;
            }
            while (sentence < sentences.size()
                    && span.begin() >= sentences.get(sentence).span().end()) {
                sentence++;
                if (!line.isEmpty()) {
                    lines.add(List.copyOf(line));
                    line.clear();
                }
            }
            line.add(token);
        }
        if (!line.isEmpty()) {
            lines.add(List.copyOf(line));
        }
        return lines;
    }

    private static Map<Span, Annotation> bySpan(Layers layers, String layer) {
        Map<Span, Annotation> bySpan = new HashMap<>();
        layers.get(layer).forEach(annotation -> bySpan.putIfAbsent(annotation.span(), annotation));
        return bySpan;
    }
}
