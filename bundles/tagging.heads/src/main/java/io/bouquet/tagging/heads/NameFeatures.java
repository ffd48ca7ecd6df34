package io.bouquet.tagging.heads;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Features of the tokens of a sentence that tell names: shapes, cases, positions and lists of known names. Encoders that
 * do not see case need them. Immutable.
 */
final class NameFeatures {
    /** Features of a token without lists. */
    private static final int SHAPES = 30;
    /** Tokens of the longest name that is looked up. */
    private static final int LONGEST = 6;

    private static final Set<String> TITLES = Set.of(
            "mr",
            "mrs",
            "ms",
            "miss",
            "dr",
            "prof",
            "professor",
            "sir",
            "lord",
            "lady",
            "dame",
            "president",
            "senator",
            "judge",
            "captain",
            "minister",
            "chancellor",
            "king",
            "queen",
            "prince",
            "princess",
            "pope",
            "saint",
            "rev",
            "gen",
            "general",
            "sgt",
            "lt",
            "col",
            "sen",
            "rep",
            "gov",
            "governor",
            "mayor",
            "coach",
            "uncle",
            "aunt",
            "actor",
            "singer",
            "author");
    private static final Set<String> ORGANISATION_WORDS = Set.of(
            "inc",
            "corp",
            "corporation",
            "ltd",
            "limited",
            "llc",
            "plc",
            "co",
            "company",
            "ag",
            "gmbh",
            "sa",
            "nv",
            "group",
            "holdings",
            "bank",
            "university",
            "college",
            "school",
            "institute",
            "association",
            "council",
            "committee",
            "commission",
            "ministry",
            "department",
            "agency",
            "party",
            "union",
            "league",
            "club",
            "fc",
            "united",
            "city",
            "team",
            "church",
            "hospital",
            "museum",
            "foundation",
            "society",
            "federation",
            "organization",
            "organisation",
            "airlines",
            "airways",
            "motors",
            "records",
            "times",
            "news",
            "post",
            "court",
            "parliament",
            "senate",
            "police",
            "army",
            "navy",
            "orchestra",
            "bureau",
            "authority",
            "board",
            "fund",
            "trust",
            "press",
            "studios",
            "industries",
            "systems",
            "technologies",
            "partners",
            "services",
            "insurance",
            "congress",
            "centre",
            "center",
            "laboratory");
    private static final Set<String> PLACE_WORDS = Set.of(
            "river",
            "lake",
            "mount",
            "mountain",
            "mountains",
            "island",
            "islands",
            "county",
            "province",
            "state",
            "republic",
            "street",
            "road",
            "avenue",
            "square",
            "park",
            "bay",
            "beach",
            "valley",
            "sea",
            "ocean",
            "desert",
            "peninsula",
            "north",
            "south",
            "east",
            "west",
            "northern",
            "southern",
            "eastern",
            "western",
            "airport",
            "station",
            "bridge",
            "district",
            "village",
            "town",
            "cape",
            "gulf",
            "strait",
            "forest",
            "hill",
            "hills",
            "port",
            "st",
            "san",
            "santa",
            "new",
            "los",
            "las",
            "saint",
            "upper",
            "lower",
            "central",
            "isle",
            "coast",
            "creek",
            "falls",
            "springs");
    private static final Set<String> PLACE_LEADS = Set.of(
            "in", "at", "from", "to", "near", "into", "through", "across", "around", "outside", "via", "visit",
            "visited");

    private final List<String> names;
    private final List<Set<String>> lists;
    private final Set<String> starts = new HashSet<>();

    /** @param lists names in lower case, with one space between the tokens of a name */
    NameFeatures(Map<String, List<String>> lists) {
        TreeMap<String, List<String>> sorted = new TreeMap<>(lists);
        this.names = List.copyOf(sorted.keySet());
        this.lists = sorted.values().stream().map(Set::copyOf).toList();
        for (List<String> list : sorted.values()) {
            for (String name : list) {
                int space = name.indexOf(' ');
                starts.add(space < 0 ? name : name.substring(0, space));
            }
        }
    }

    /** Returns the names of the lists, in the order of their features. */
    List<String> names() {
        return names;
    }

    /** Number of features of a token. */
    int size() {
        return SHAPES + 3 * lists.size();
    }

    /** Returns the features of each token of a sentence. */
    float[][] of(List<String> tokens) {
        int count = tokens.size();
        float[][] features = new float[count][size()];
        String[] lower = new String[count];
        int letters = 0;
        int upper = 0;
        int words = 0;
        int capitalised = 0;
        for (int t = 0; t < count; t++) {
            String token = tokens.get(t);
            lower[t] = token.toLowerCase(Locale.ROOT);
            if (Character.isLetter(token.codePointAt(0))) {
                words++;
                capitalised += Character.isUpperCase(token.codePointAt(0)) ? 1 : 0;
            }
            for (int i = 0; i < token.length(); i++) {
                letters += Character.isLetter(token.charAt(i)) ? 1 : 0;
                upper += Character.isUpperCase(token.charAt(i)) ? 1 : 0;
            }
        }
        boolean shouted = letters > 0 && upper > 0.6 * letters;
        boolean titled = words > 3 && capitalised > 0.65 * words;
        for (int t = 0; t < count; t++) {
            float[] f = features[t];
            shape(tokens.get(t), lower[t], f);
            f[20] = t == 0 ? 1 : 0;
            f[21] = t == count - 1 ? 1 : 0;
            f[22] = upper == 0 ? 1 : 0;
            f[23] = shouted ? 1 : 0;
            f[24] = titled && !shouted ? 1 : 0;
            f[25] = shouted || upper == 0 || titled ? 0 : f[0];
            f[26] = count < 4 ? 1 : 0;
        }
        look(lower, features);
        return features;
    }

    private static void shape(String token, String lower, float[] f) {
        int first = token.codePointAt(0);
        boolean allUpper = token.equals(token.toUpperCase(Locale.ROOT)) && !token.equals(lower);
        boolean allLower = token.equals(lower) && Character.isLetter(first);
        f[0] = Character.isUpperCase(first) ? 1 : 0;
        f[1] = allUpper && token.length() > 1 ? 1 : 0;
        f[2] = allLower ? 1 : 0;
        boolean inner = false;
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            inner |= i > 0 && Character.isUpperCase(c);
            digit |= Character.isDigit(c);
            letter |= Character.isLetter(c);
        }
        f[3] = inner && !allUpper ? 1 : 0;
        f[4] = digit && letter ? 1 : 0;
        f[5] = digit && !letter ? 1 : 0;
        f[6] = !digit && !letter ? 1 : 0;
        f[7] = first == '@' ? 1 : 0;
        f[8] = first == '#' ? 1 : 0;
        f[9] = letter && token.indexOf('.') >= 0 ? 1 : 0;
        f[10] = token.length() == 1 ? 1 : 0;
        f[11] = token.length() < 4 ? 1 : 0;
        f[12] = letter && (token.indexOf('\'') >= 0 || token.indexOf('’') >= 0) ? 1 : 0;
        f[13] = letter && token.indexOf('-') > 0 ? 1 : 0;
        f[14] = token.indexOf('/') >= 0 ? 1 : 0;
        String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        f[15] = TITLES.contains(bare) ? 1 : 0;
        f[16] = ORGANISATION_WORDS.contains(bare) ? 1 : 0;
        f[17] = PLACE_WORDS.contains(bare) ? 1 : 0;
        f[18] = PLACE_LEADS.contains(lower) ? 1 : 0;
        f[19] = lower.equals("&") || lower.equals("of") || lower.equals("the") || lower.equals("and") ? 1 : 0;
        f[27] = allUpper && token.length() >= 2 && token.length() <= 5 ? 1 : 0;
        f[28] = token.length() > 2 && (lower.endsWith("ese") || lower.endsWith("ian") || lower.endsWith("ish")) ? 1 : 0;
        f[29] = lower.equals("'s") || lower.equals("’s") ? 1 : 0;
    }

    /** Marks names of the lists: the only token, the first, and those after it. Longer names go before shorter ones. */
    private void look(String[] lower, float[][] features) {
        for (int l = 0; l < lists.size(); l++) {
            Set<String> list = lists.get(l);
            int at = SHAPES + 3 * l;
            int t = 0;
            while (t < lower.length) {
                int length = starts.contains(lower[t]) ? length(list, lower, t) : 0;
                if (length == 1) {
                    features[t][at] = 1;
                }
                for (int i = 0; i < length && length > 1; i++) {
                    features[t + i][at + (i == 0 ? 1 : 2)] = 1;
                }
                t += Math.max(1, length);
            }
        }
    }

    private static int length(Set<String> list, String[] lower, int from) {
        int longest = 0;
        StringBuilder name = new StringBuilder();
        for (int i = from; i < Math.min(lower.length, from + LONGEST); i++) {
            name.append(i == from ? "" : " ").append(lower[i]);
            if (list.contains(name.toString())) {
                longest = i - from + 1;
            }
        }
        return longest;
    }

    /** Returns the tokens as they would be in lower or upper case. */
    static List<String> cased(List<String> tokens, boolean upper) {
        return Arrays.asList(tokens.stream()
                .map(token -> upper ? token.toUpperCase(Locale.ROOT) : token.toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
    }
}
