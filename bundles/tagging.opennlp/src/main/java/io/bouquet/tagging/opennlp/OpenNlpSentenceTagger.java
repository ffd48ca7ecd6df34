package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.List;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.util.Span;

/**
 * Splits a text into sentences. No sentence crosses an empty line or a wide gap.
 *
 * <p>OpenNLP searches from each full stop to the surrounding spaces at any distance, so long paragraphs are processed
 * in overlapping windows.
 */
final class OpenNlpSentenceTagger implements Tagger {
    private static final String LABEL = "sentence";
    private static final int WINDOW = 1_024;
    /** Characters at the end of a window that the next window decides, and at its start that are only context. */
    private static final int MARGIN = 128;
    /** White space of this width or more separates paragraphs. It must be less than the margin. */
    private static final int WIDE_GAP = 64;

    private final String layer;
    private final Pool<SentenceDetectorME> detectors;

    OpenNlpSentenceTagger(SentenceModel model, String layer) {
        this.layer = layer;
        this.detectors = new Pool<>(() -> new SentenceDetectorME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of(layer, detectors.with(detector -> sentences(detector, text.text())));
    }

    private static List<Annotation> sentences(SentenceDetectorME detector, String text) {
        List<Annotation> sentences = new ArrayList<>();
        int begin = Texts.skipSpace(text, 0, text.length());
        int at = begin;
        while (at < text.length()) {
            int end = Texts.skipWord(text, at, text.length());
            at = Texts.skipSpace(text, end, text.length());
            if (at == text.length() || separatesParagraphs(text, end, at)) {
                Deadline.check();
                addParagraph(detector, text, begin, end, sentences);
                begin = at;
            }
        }
        return sentences;
    }

    private static boolean separatesParagraphs(String text, int begin, int end) {
        if (end - begin >= WIDE_GAP) {
            return true;
        }
        int lines = 0;
        for (int i = begin; i < end; i++) {
            if (text.charAt(i) == '\n') {
                lines++;
            }
        }
        return lines > 1;
    }

    private static void addParagraph(
            SentenceDetectorME detector, String text, int begin, int end, List<Annotation> sentences) {
        int sentence = begin;
        int settled = begin;
        int from = begin;
        while (true) {
            int to = Math.min(end, from + WINDOW);
            int settles = to == end ? end : to - MARGIN;
            for (Span found : detector.sentPosDetect(text.substring(from, to))) {
                int start = from + found.getStart();
                if (start > settled && start <= settles) {
                    Texts.addTrimmed(text, sentence, start, sentences, LABEL);
                    sentence = start;
                }
            }
            if (to == end) {
                Texts.addTrimmed(text, sentence, end, sentences, LABEL);
                return;
            }
            Deadline.check();
            settled = settles;
            from = Texts.whole(text, settles - MARGIN);
        }
    }
}
