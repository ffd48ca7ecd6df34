package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits sentences into words and punctuation marks without a model. Words keep the hyphens, apostrophes and full stops
 * inside them, except for what the language elides or appends: {@code l'|eau}, {@code dit|-il}.
 */
final class RuleTokenTagger implements Tagger {
    private static final String WORD = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_]*";
    private static final Pattern TOKEN = Pattern.compile("['’](?<short>\\p{L}{1,2})(?!\\p{L})"
            + "|(?:\\p{N}+(?:[.,:/]\\p{N}+)++|" + WORD + ")(?:[-‐‑'’·.&]" + WORD + ")*+"
            + "|\\.{2,}|-{2,}|[\\x{10000}-\\x{10FFFF}]|\\S");

    private final String path;
    private final ModelFiles files;
    private final String layer;
    private volatile @Nullable Rules loaded;

    /**
     * The lists of a language.
     *
     * @param elided   beginnings of words before an apostrophe, such as {@code l}
     * @param appended endings of words from their hyphen on, such as {@code -il}
     * @param whole    words that stay whole although a list above would split them, and words that begin with an
     *                 apostrophe
     */
    private record Rules(TokenSplitter splitter, Set<String> elided, Set<String> appended, Set<String> whole) {}

    RuleTokenTagger(String path, ModelFiles files, String layer) {
        this.path = path;
        this.files = files;
        this.layer = layer;
    }

    @Override
    public void load() throws IOException {
        try (InputStream in = files.open(path)) {
            Map<String, Set<String>> lists = WordLists.read(in);
            loaded = new Rules(
                    new TokenSplitter(SentenceRules.of(lists), false),
                    lists.getOrDefault("elided", Set.of()),
                    lists.getOrDefault("appended", Set.of()),
                    lists.getOrDefault("whole", Set.of()));
        }
    }

    @Override
    public Layers tag(AnnotatedText text) {
        Rules rules = loaded;
        if (rules == null) {
            throw new IllegalStateException("the list '" + path + "' is not loaded");
        }
        return Layers.of(layer, rules.splitter.split(text, piece -> tokens(rules, piece)));
    }

    private static List<Span> tokens(Rules rules, String piece) {
        List<Span> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(piece);
        int at = 0;
        while (token.find(at)) {
            at = token.end();
            boolean word = token.group("short") == null;
            if (!word && !rules.whole.contains("'" + token.group("short").toLowerCase(Locale.ROOT))) {
                at = token.start() + 1; // a quotation mark
            }
            if (word && at - token.start() > 1 && at - token.start() <= Texts.LONGEST_WORD) {
                addWord(rules, piece, token.start(), at, tokens);
            } else {
                tokens.add(new Span(token.start(), at));
            }
        }
        return tokens;
    }

    private static void addWord(Rules rules, String piece, int begin, int end, List<Span> tokens) {
        String word = piece.substring(begin, end).toLowerCase(Locale.ROOT).replace('’', '\'');
        if (word.length() != end - begin || rules.whole.contains(word)) {
            tokens.add(new Span(begin, end));
            return;
        }
        int from = 0;
        for (int mark = word.indexOf('\''); mark >= 0; mark = word.indexOf('\'', from)) {
            if (!rules.elided.contains(word.substring(from, mark))) {
                break;
            }
            tokens.add(new Span(begin + from, begin + mark + 1));
            from = mark + 1;
        }
        List<Span> endings = new ArrayList<>();
        int to = word.length();
        for (int hyphen = hyphen(rules, word, from, to); hyphen > from; hyphen = hyphen(rules, word, from, to)) {
            endings.add(0, new Span(begin + hyphen, begin + to));
            to = hyphen;
        }
        tokens.add(new Span(begin + from, begin + to));
        tokens.addAll(endings);
    }

    /** Returns where the last appended ending of a word begins; -1 if there is none. */
    private static int hyphen(Rules rules, String word, int from, int to) {
        int hyphen = word.lastIndexOf('-', to - 1);
        if (hyphen <= from || !rules.appended.contains(word.substring(hyphen, to))) {
            return -1;
        }
        // -t-il
        int earlier = word.lastIndexOf('-', hyphen - 1);
        return earlier > from && rules.appended.contains(word.substring(earlier, to)) ? earlier : hyphen;
    }
}
