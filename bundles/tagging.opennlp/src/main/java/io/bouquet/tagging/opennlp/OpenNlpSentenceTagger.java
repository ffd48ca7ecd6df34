package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import java.util.BitSet;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.util.Span;

/**
 * Splits a text into sentences: the model decides where the rules of {@link SentenceSplitter} do not.
 *
 * <p>OpenNLP searches from each full stop to the surrounding spaces at any distance, so long paragraphs are processed
 * in overlapping windows.
 */
final class OpenNlpSentenceTagger implements Tagger {
    private static final int WINDOW = 1_024;
    /**
     * Characters at the end of a window that the next window decides, and at its start that are only context: more than
     * a gap that separates paragraphs.
     */
    private static final int MARGIN = 2 * SentenceSplitter.WIDE_GAP;

    private final String layer;
    private final SentenceSplitter splitter;
    private final Pool<SentenceDetectorME> detectors;

    OpenNlpSentenceTagger(SentenceModel model, String layer) {
        this.layer = layer;
        this.splitter = new SentenceSplitter(SentenceRules.of(model.getLanguage()));
        this.detectors = new Pool<>(() -> new SentenceDetectorME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of(
                layer,
                detectors.with(detector ->
                        splitter.split(text.text(), (whole, begin, end) -> starts(detector, whole, begin, end))));
    }

    /** Returns where the model begins sentences in a paragraph, relative to its begin. */
    private static BitSet starts(SentenceDetectorME detector, String text, int begin, int end) {
        BitSet starts = new BitSet();
        int settled = begin;
        int from = begin;
        while (true) {
            int to = Math.min(end, from + WINDOW);
            int settles = to == end ? end : to - MARGIN;
            for (Span found : detector.sentPosDetect(text.substring(from, to))) {
                int start = from + found.getStart();
                if (start > settled && start <= settles) {
                    starts.set(start - begin);
                }
            }
            if (to == end) {
                return starts;
            }
            Deadline.check();
            settled = settles;
            from = Texts.whole(text, settles - MARGIN);
        }
    }
}
