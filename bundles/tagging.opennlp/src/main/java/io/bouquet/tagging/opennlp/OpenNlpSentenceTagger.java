package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.util.Span;

/**
 * Splits a text into sentences. No sentence crosses an empty line or a wide gap. {@link SentenceRules} decide first, and
 * the model where they do not.
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
    private final SentenceRules rules;
    private final Pool<SentenceDetectorME> detectors;

    OpenNlpSentenceTagger(SentenceModel model, String layer) {
        this.layer = layer;
        this.rules = SentenceRules.of(model.getLanguage());
        this.detectors = new Pool<>(() -> new SentenceDetectorME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of(layer, detectors.with(detector -> sentences(detector, text.text())));
    }

    private List<Annotation> sentences(SentenceDetectorME detector, String text) {
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

    private void addParagraph(
            SentenceDetectorME detector, String text, int begin, int end, List<Annotation> sentences) {
        int width = longestLine(text, begin, end);
        BitSet byModel = null;
        int sentence = begin;
        int line = begin;
        int at = begin;
        while (at < end) {
            char c = text.charAt(at);
            boolean ends = false;
            int next = at + 1;
            if (c == '\n') {
                next = Texts.skipSpace(text, at, end);
                ends = SentenceRules.endsLine(text, line, at, next, end, width);
                line = next;
            } else if (SentenceRules.isTerminator(c)) {
                int after = SentenceRules.skipEnding(text, at, end);
                int word = Texts.skipSpace(text, after, end);
                SentenceRules.Verdict verdict = rules.verdict(text, begin, at, after, word, end);
                if (verdict == SentenceRules.Verdict.UNSURE && byModel == null) {
                    byModel = starts(detector, text, begin, end);
                }
                ends = verdict == SentenceRules.Verdict.END
                        || verdict == SentenceRules.Verdict.UNSURE && byModel != null && byModel.get(word - begin);
                // a line break after it is looked at next
                next = ends ? word : after;
                line = ends && Texts.hasLineBreak(text, after, word) ? word : line;
            }
            if (ends) {
                Texts.addTrimmed(text, sentence, next, sentences, LABEL);
                sentence = next;
            }
            at = next;
        }
        Texts.addTrimmed(text, sentence, end, sentences, LABEL);
    }

    private static int longestLine(String text, int begin, int end) {
        int longest = 0;
        int line = begin;
        for (int at = text.indexOf('\n', begin); at >= 0 && at < end; at = text.indexOf('\n', line)) {
            longest = Math.max(longest, at - line);
            line = at + 1;
        }
        return Math.max(longest, end - line);
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
