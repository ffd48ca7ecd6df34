package com.example.emphasis;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Finds where a writer raises the voice: CAPITALS, streeetched words, runs of !!!, and *starred* words. */
@Component
@TaggerService(name = "emphasis", requires = Layers.TOKENS, produces = "emphasis")
public final class EmphasisTagger implements Tagger {
    /** Longer than that between two stars is no emphasis. */
    private static final int STARRED = 80;

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> found = new ArrayList<>();
        for (Annotation token : text.layer(Layers.TOKENS)) {
            word(text.text(), token.span(), found);
        }
        marks(text.text(), found);
        found.sort(Comparator.comparingInt(annotation -> annotation.span().begin()));
        return Layers.of("emphasis", found);
    }

    private static void word(String text, Span token, List<Annotation> found) {
        int begin = token.begin();
        int end = token.end();
        while (begin < end && !Character.isLetterOrDigit(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        int letters = 0;
        int capitals = 0;
        int run = 0;
        int longestRun = 0;
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                return; // COVID-19 is a name
            }
            letters += Character.isLetter(c) ? 1 : 0;
            capitals += Character.isUpperCase(c) ? 1 : 0;
            boolean again = i > begin && Character.toLowerCase(c) == Character.toLowerCase(text.charAt(i - 1));
            run = Character.isLetter(c) ? (again ? run + 1 : 1) : 0;
            longestRun = Math.max(longestRun, run);
        }
        if (letters > 1 && capitals == letters) {
            // short ones may be abbreviations
            add("capitals", begin, end, letters < 4 ? 0.3 : letters == 4 ? 0.6 : 0.9, found);
        }
        // www and iii are no stretched words
        if (longestRun > 2 && letters == end - begin && letters > longestRun) {
            add("stretched", begin, end, Math.min(10, 4 + longestRun) / 10.0, found);
        }
    }

    /** Looks at the text and not at the tokens, which cut marks as they like. */
    private static void marks(String text, List<Annotation> found) {
        int exclaimed = 0;
        int star = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '!') {
                exclaimed++;
                if (exclaimed > 1 && at(text, i + 1) != '!') {
                    add("exclamation", i + 1 - exclaimed, i + 1, Math.min(10, 4 + exclaimed) / 10.0, found);
                }
            } else {
                exclaimed = 0;
            }
            if (c == '*') {
                if (star >= 0 && isEnd(text, star, i)) {
                    add("starred", star, i + 1, 0.9, found);
                    star = -1;
                } else if (isStart(text, i)) {
                    star = i;
                }
            } else if (c == '\n') {
                star = -1;
            }
        }
    }

    private static boolean isStart(String text, int star) {
        char next = at(text, star + 1);
        return !Character.isLetterOrDigit(at(text, star - 1)) && !Character.isWhitespace(next) && next != '*';
    }

    private static boolean isEnd(String text, int begin, int star) {
        return star > begin + 1
                && star - begin <= STARRED
                && !Character.isWhitespace(text.charAt(star - 1))
                && !Character.isLetterOrDigit(at(text, star + 1));
    }

    private static char at(String text, int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : ' ';
    }

    private static void add(String kind, int begin, int end, double score, List<Annotation> found) {
        found.add(new Annotation(new Span(begin, end), kind, score));
    }
}
