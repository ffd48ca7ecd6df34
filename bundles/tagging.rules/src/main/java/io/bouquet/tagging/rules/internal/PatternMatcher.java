package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.rules.internal.TokenPattern.Done;
import io.bouquet.tagging.rules.internal.TokenPattern.Fork;
import io.bouquet.tagging.rules.internal.TokenPattern.Mark;
import io.bouquet.tagging.rules.internal.TokenPattern.Step;
import io.bouquet.tagging.rules.internal.TokenPattern.Take;
import io.bouquet.tagging.rules.internal.TokenPattern.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Finds patterns in the tokens of texts. A finding is within one sentence, and has at most {@link #LONGEST} tokens. */
public final class PatternMatcher {
    static final int LONGEST = 100;

    private final List<Step> program;
    private final List<Token> tokens;

    /** One way through the program. {@code begin} and {@code end} are indexes of tokens; −1 without marks. */
    private record Path(int at, int begin, int end) {}

    private PatternMatcher(List<Step> program, List<Token> tokens) {
        this.program = program;
        this.tokens = tokens;
    }

    /** Calls {@code found} for the findings of each pattern, from left to right and without overlaps. */
    public static void match(AnnotatedText text, List<TokenPattern> patterns, BiConsumer<Span, TokenPattern> found) {
        List<Annotation> spans = text.layer(Layers.TOKENS);
        List<Token> tokens = tokens(text, spans);
        int[] ends = sentenceEnds(text, spans);
        for (TokenPattern pattern : patterns) {
            PatternMatcher matcher = new PatternMatcher(pattern.program(), tokens);
            int at = 0;
            while (at < tokens.size()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted: the request's time is up");
                }
                Path match = matcher.longest(at, Math.min(ends[at], at + LONGEST));
                if (match != null && match.end() > match.begin()) {
                    found.accept(
                            new Span(
                                    spans.get(match.begin()).span().begin(),
                                    spans.get(match.end() - 1).span().end()),
                            pattern);
                    at = Math.max(at + 1, match.end());
                } else {
                    at++;
                }
            }
        }
    }

    private static List<Token> tokens(AnnotatedText text, List<Annotation> spans) {
        Labels lemmas = new Labels(text.layer(Layers.LEMMAS));
        Labels tags = new Labels(text.layer(Layers.POS));
        List<Token> tokens = new ArrayList<>(spans.size());
        for (Annotation token : spans) {
            tokens.add(new Token(text.textOf(token), lemmas.of(token.span()), tags.of(token.span())));
        }
        return tokens;
    }

    /** Returns for each token the index after the last token of its sentence. */
    private static int[] sentenceEnds(AnnotatedText text, List<Annotation> tokens) {
        List<Annotation> sentences = text.layer(Layers.SENTENCES);
        int[] ends = new int[tokens.size()];
        int end = tokens.size();
        int sentence = sentences.size() - 1;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            int at = tokens.get(i).span().begin();
            while (sentence >= 0 && sentences.get(sentence).span().begin() > at) {
                sentence--;
                end = i + 1;
            }
            ends[i] = end;
        }
        return ends;
    }

    /** Returns the longest match that begins at a token; null if there is none. */
    private @Nullable Path longest(int first, int limit) {
        List<Path> paths = new ArrayList<>();
        Path best = follow(new Path(0, -1, -1), first, first, paths, new BitSet(), null);
        for (int at = first; at < limit && !paths.isEmpty(); at++) {
            List<Path> next = new ArrayList<>();
            BitSet seen = new BitSet();
            for (Path path : paths) {
                Take take = (Take) program.get(path.at());
                Token token = tokens.get(at);
                if (take.tests().stream().allMatch(test -> test.holds(token))) {
                    best = follow(new Path(path.at() + 1, path.begin(), path.end()), first, at + 1, next, seen, best);
                }
            }
            paths = next;
        }
        return best;
    }

    /** Follows a path up to its next tokens, and returns the best match so far. */
    private @Nullable Path follow(Path path, int first, int place, List<Path> paths, BitSet seen, @Nullable Path best) {
        if (seen.get(path.at())) {
            return best;
        }
        seen.set(path.at());
        Step step = program.get(path.at());
        if (step instanceof Fork fork) {
            Path better = follow(new Path(fork.first(), path.begin(), path.end()), first, place, paths, seen, best);
            return follow(new Path(fork.second(), path.begin(), path.end()), first, place, paths, seen, better);
        }
        if (step instanceof Mark mark) {
            Path marked =
                    new Path(path.at() + 1, mark.begin() ? place : path.begin(), mark.begin() ? path.end() : place);
            return follow(marked, first, place, paths, seen, best);
        }
        if (step instanceof Done) {
            return new Path(path.at(), path.begin() < 0 ? first : path.begin(), path.end() < 0 ? place : path.end());
        }
        paths.add(path);
        return best;
    }

    /** Reads the labels of a layer with one annotation for each token. */
    private static final class Labels {
        private final List<Annotation> layer;
        private int next;

        Labels(List<Annotation> layer) {
            this.layer = layer;
        }

        String of(Span token) {
            while (next < layer.size() && layer.get(next).span().begin() < token.begin()) {
                next++;
            }
            return next < layer.size() && layer.get(next).span().equals(token)
                    ? layer.get(next).label()
                    : "";
        }
    }
}
