package io.bouquet.tagging.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Features of English texts that tell opinions: words of a lexicon, with the effects of negation and contrast, emoji and
 * emoticons. Immutable.
 *
 * <p>Encoders read emoji as unknown and mix negation with its object, so these features say what vectors do not.
 */
public final class OpinionWords {
    /** Number of the features. */
    public static final int SIZE = 22;

    /** Number of words after a negation that it turns. */
    private static final int SCOPE = 4;

    private static final Pattern UNIT =
            Pattern.compile("[<>]?[:;=8xX][-o*']?[)\\](\\[dDpP/|*]+(?!\\w)|[)\\](\\[]+[-o*']?[:;=](?!\\w)|<3+"
                    + "|[\\p{L}\\p{M}\\p{N}]+(?:['’\\-][\\p{L}\\p{M}\\p{N}]+)*|[!?]+|[.,;:]+|\\p{So}|\\p{Sk}");
    private static final Pattern LETTERS_IN_A_ROW = Pattern.compile("(\\p{L})\\1{2,}");

    private static final Set<String> NEGATIONS = Set.of(
            "not",
            "no",
            "never",
            "nobody",
            "nothing",
            "none",
            "neither",
            "nor",
            "cannot",
            "cant",
            "dont",
            "doesnt",
            "didnt",
            "isnt",
            "wasnt",
            "arent",
            "werent",
            "wont",
            "wouldnt",
            "couldnt",
            "shouldnt",
            "hasnt",
            "havent",
            "hadnt",
            "aint",
            "without",
            "hardly",
            "barely",
            "scarcely",
            "lacks",
            "lacking");
    private static final Set<String> CONTRASTS = Set.of("but", "however", "although", "though", "yet", "unfortunately");
    private static final Set<String> CONCESSIONS = Set.of("despite", "although", "though", "while", "even");
    private static final Set<String> OPINION_HOLDERS = Set.of("i", "we", "my", "me", "you", "your", "our");
    private static final Set<String> STRENGTHS = Set.of(
            "very",
            "so",
            "really",
            "too",
            "extremely",
            "absolutely",
            "totally",
            "incredibly",
            "most",
            "such",
            "completely");

    private static final String GOOD_EMOJI =
            "😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰😗😙😚🙂🤗🤩😇🥳😌😛😜🤪👍👏🙌🙏💪👌🤝✌🤞🤟❤♥💕💖💗💓💞💘💙💚💛💜🧡🤎🖤💯🎉🎊✨🌟⭐🔥🏆🥇✅☺😺😻💐🌹🌸☀🌞🌈🎁🍀😏💃🕺🎶";
    private static final String BAD_EMOJI =
            "😞😟😠😡🤬😢😭😤😥😦😧😨😩😪😫😰😱😒😔😕🙁☹😖😣😓😑😬🙄🤮🤢🤒🤕😷👎💔🖕😾😿🙀💩🤦☠💀😵🥺🥱😐👿😈🚫❌🤡";

    private final Map<String, Integer> lexicon;

    /** @param lexicon 1 for words of praise, −1 for words of blame, by word in lower case */
    public OpinionWords(Map<String, Integer> lexicon) {
        this.lexicon = Map.copyOf(lexicon);
    }

    Map<String, Integer> lexicon() {
        return lexicon;
    }

    /** Returns the features of a text, each in −2..2. */
    public float[] features(String text) {
        return tally(text).features();
    }

    private Tally tally(String text) {
        Tally tally = new Tally();
        Matcher units = UNIT.matcher(text);
        while (units.find()) {
            tally.add(units.group());
        }
        return tally;
    }

    /** How many emoji and emoticons of a text are good, and how many bad. */
    record Emoji(int good, int bad) {}

    /** Counts emoji and emoticons. */
    static Emoji emoji(String text) {
        Tally tally = new OpinionWords(Map.of()).tally(text);
        return new Emoji(tally.goodEmoji, tally.badEmoji);
    }

    private final class Tally {
        private int words;
        private int capitals;
        private int numbers;
        private int holders;
        private int strengths;
        private int negations;
        private int contrasts;
        private int concessions;
        private int sinceNegation = SCOPE + 1;
        private int goodEmoji;
        private int badEmoji;
        private int exclamations;
        private int questions;
        private int stretched;
        /** Good, bad, good but negated, bad but negated. */
        private final int[] all = new int[4];
        /** The same since the last contrast. */
        private final int[] last = new int[4];

        private final List<Integer> order = new ArrayList<>();

        void add(String unit) {
            int first = unit.codePointAt(0);
            if (Character.isLetterOrDigit(first) && !isEmoticon(unit)) {
                word(unit);
            } else if (GOOD_EMOJI.indexOf(first) >= 0 && first > 127) {
                goodEmoji++;
            } else if (BAD_EMOJI.indexOf(first) >= 0 && first > 127) {
                badEmoji++;
            } else if (isEmoticon(unit)) {
                emoticon(unit);
            } else if (first == '!' || first == '?') {
                exclamations += unit.indexOf('!') >= 0 ? 1 : 0;
                questions += unit.indexOf('?') >= 0 ? 1 : 0;
                sinceNegation = SCOPE + 1;
            } else if (first < 127) {
                sinceNegation = SCOPE + 1;
            }
        }

        private void emoticon(String unit) {
            if (unit.startsWith("<3")) {
                goodEmoji++;
                return;
            }
            char mouth = unit.charAt(unit.length() - 1);
            boolean reversed = ":;=".indexOf(mouth) >= 0;
            char shape = reversed ? unit.charAt(0) : mouth;
            boolean good = reversed ? "([".indexOf(shape) >= 0 : ")]dDpP*".indexOf(shape) >= 0;
            if (good) {
                goodEmoji++;
            } else {
                badEmoji++;
            }
        }

        private void word(String unit) {
            words++;
            if (unit.length() > 1 && unit.equals(unit.toUpperCase(Locale.ROOT)) && Character.isLetter(unit.charAt(0))) {
                capitals++;
            }
            if (Character.isDigit(unit.charAt(0))) {
                numbers++;
            }
            String word = unit.toLowerCase(Locale.ROOT).replace('’', '\'');
            int polarity = polarity(word);
            if (OPINION_HOLDERS.contains(word)) {
                holders++;
            }
            if (STRENGTHS.contains(word)) {
                strengths++;
            }
            if (CONCESSIONS.contains(word)) {
                concessions++;
            }
            if (CONTRASTS.contains(word)) {
                contrasts++;
                sinceNegation = SCOPE + 1;
                Arrays.fill(last, 0);
            }
            sinceNegation++;
            if (polarity != 0) {
                boolean negated = sinceNegation <= SCOPE;
                int at = (polarity > 0 ? 0 : 1) + (negated ? 2 : 0);
                all[at]++;
                last[at]++;
                order.add(negated ? -polarity : polarity);
            }
            if (NEGATIONS.contains(word) || word.endsWith("n't")) {
                negations++;
                sinceNegation = 0;
            }
        }

        private int polarity(String word) {
            Integer known = lexicon.get(word);
            if (known != null) {
                return known;
            }
            Matcher row = LETTERS_IN_A_ROW.matcher(word);
            if (row.find()) {
                stretched++;
                Integer twice = lexicon.get(row.replaceAll("$1$1"));
                return twice == null ? lexicon.getOrDefault(row.replaceAll("$1"), 0) : twice;
            }
            return 0;
        }

        float[] features() {
            float[] f = new float[SIZE];
            int i = 0;
            for (int count : all) {
                f[i++] = some(count);
            }
            for (int count : last) {
                f[i++] = some(count);
            }
            int good = all[0] + all[3];
            int bad = all[1] + all[2];
            f[i++] = (float) Math.tanh((good - bad) / 2.0);
            f[i++] = order.isEmpty() ? 0 : order.get(0);
            f[i++] = order.isEmpty() ? 0 : order.get(order.size() - 1);
            f[i++] = order.isEmpty() && goodEmoji + badEmoji == 0 ? 1 : 0;
            f[i++] = some(goodEmoji);
            f[i++] = some(badEmoji);
            f[i++] = some(exclamations);
            f[i++] = some(questions);
            f[i++] = some(negations);
            f[i++] = some(contrasts + concessions);
            f[i++] = some(holders);
            f[i++] = some(strengths + stretched);
            f[i++] = words == 0 ? 0 : (float) numbers / words;
            f[i] = words == 0 ? 0 : (float) capitals / words;
            return f;
        }
    }

    private static boolean isEmoticon(String unit) {
        return unit.startsWith("<3")
                || unit.length() > 1
                        && unit.length() < 8
                        && (":;=".indexOf(unit.charAt(0)) >= 0
                                || ":;=".indexOf(unit.charAt(unit.length() - 1)) >= 0
                                || "xX8".indexOf(unit.charAt(0)) >= 0
                                        && ")(]D".indexOf(unit.charAt(unit.length() - 1)) >= 0)
                        && unit.chars().anyMatch(c -> ")(][dDpP/|*".indexOf(c) >= 0);
    }

    private static float some(int count) {
        return count == 0 ? 0 : count == 1 ? 1 : count == 2 ? 1.5f : 2;
    }
}
