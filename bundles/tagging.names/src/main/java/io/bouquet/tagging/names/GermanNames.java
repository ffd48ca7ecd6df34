package io.bouquet.tagging.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names in one sentence. German writes all nouns with a capital, so each rule needs a sign of a name beside it: a
 * list, a title, a legal form, the head of an institution, a preposition, or the part of speech. The rules claim words
 * in the order of their certainty.
 */
final class GermanNames {
    private static final String PERSON = "person";
    private static final String ORGANISATION = "organisation";
    private static final String LOCATION = "location";

    private static final String PROPER = "PROPN";
    /** Titles after which any capital word is a name. */
    private static final Set<String> STRONG_TITLES =
            Set.of("Herr", "Herrn", "Hr.", "Frau", "Fr.", "Dr.", "Dr", "Prof.", "Prof", "Familie", "Onkel", "Tante");

    private static final Set<String> GREETINGS = Set.of("Lieber", "Liebe", "Hallo", "Hi");
    private static final Pattern INITIAL = Pattern.compile("\\p{Lu}\\.");
    private static final Pattern ROMAN = Pattern.compile("[IVX]+");
    private static final Pattern ACRONYM = Pattern.compile("\\p{Lu}{2,6}");
    private static final Pattern ADJECTIVE = Pattern.compile("\\p{Lu}\\p{Ll}+(?:e|er|es|en|em)");
    private static final Pattern FIRST_OF_CLUB = Pattern.compile("\\d{1,2}\\.?");
    private static final int MOST_WORDS_OF_A_PERSON = 5;

    private final GermanWords lists;
    private final String[] words;
    private final String[] tags;
    private final Set<String> persons;
    /** Label of the name that each word belongs to. */
    private final @Nullable String[] claimed;

    private final List<Name> names = new ArrayList<>();
    /** Whether capitals tell nothing: the sentence has only capitals, or none. */
    private final boolean oneCase;

    /** The words {@code [begin, end)} of the sentence. */
    record Name(int begin, int end, String label) {}

    GermanNames(GermanWords lists, String[] words, String[] tags, Set<String> persons) {
        this.lists = lists;
        this.tags = tags;
        this.persons = persons;
        this.claimed = new String[words.length];
        String all = String.join(" ", words);
        boolean several = words.length > 2;
        boolean lower = several && all.equals(all.toLowerCase(Locale.GERMAN));
        this.oneCase = lower || several && all.length() > 8 && all.equals(all.toUpperCase(Locale.GERMAN));
        this.words = oneCase ? capitalised(words) : words;
    }

    private static String[] capitalised(String[] words) {
        String[] capital = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            String lower = words[i].toLowerCase(Locale.GERMAN);
            capital[i] = lower.substring(0, lower.offsetByCodePoints(0, 1)).toUpperCase(Locale.GERMAN)
                    + lower.substring(lower.offsetByCodePoints(0, 1));
        }
        return capital;
    }

    /** Returns the names in the order of the text. */
    List<Name> find() {
        forEach(this::phrase);
        if (!oneCase) {
            forEach(this::legalForm);
            forEach(this::institution);
            forEach(this::capitalAdjective);
            forEach(this::titled);
        }
        forEach(this::fullName);
        if (!oneCase) {
            forEach(this::listedOrganisation);
        }
        forEach(this::listedPlace);
        if (!oneCase) {
            forEach(this::afterItsKind);
            forEach(this::placeByContext);
            forEach(this::properNoun);
        }
        names.sort((a, b) -> Integer.compare(a.begin, b.begin));
        return names;
    }

    private interface Rule {
        /** Returns whether it has claimed a name that has the word at this index. */
        boolean claims(int at);
    }

    /** Applies a rule to each word that is not part of a name. */
    private void forEach(Rule rule) {
        for (int i = 0; i < words.length; i++) {
            if (claimed[i] == null) {
                rule.claims(i);
            }
        }
    }

    private boolean claim(int begin, int end, String label) {
        for (int i = begin; i < end; i++) {
            if (claimed[i] != null) {
                return false;
            }
        }
        for (int i = begin; i < end; i++) {
            claimed[i] = label;
        }
        names.add(new Name(begin, end, label));
        if (label.equals(PERSON)) {
            persons.add(words[end - 1]);
        }
        return true;
    }

    /** Names of several words in a list: {@code FC Barcelona}, {@code Frankfurt am Main}. */
    private boolean phrase(int at) {
        int organisation = lists.phraseAt("organisation", words, at);
        int place = lists.phraseAt("place", words, at);
        // Hertha BSC, but also Eintracht Frankfurt am Main
        return organisation >= place
                ? organisation > 0 && claim(at, at + organisation, ORGANISATION)
                : claim(at, at + place, LOCATION);
    }

    /** {@code Becker Bau GmbH & Co. KG}. */
    private boolean legalForm(int at) {
        if (!lists.isIn("form", words[at]) && !isFormOfTwoTokens(at)) {
            return false;
        }
        int begin = at;
        while (begin > 0 && claimed[begin - 1] == null && isPartOfFirm(begin - 1, at)) {
            begin--;
        }
        while (begin < at && (isConnector(begin) || lists.isIn("article", lower(begin)) || isKindOfFirm(begin))) {
            begin++;
        }
        if (begin == at) {
            return false;
        }
        int end = at + (lists.isIn("form", words[at]) ? 1 : 2);
        while (end < words.length
                && (lists.isIn("form", words[end]) || words[end].equals("&") || words[end].startsWith("Co"))) {
            end++;
        }
        return claim(begin, end, ORGANISATION);
    }

    private boolean isFormOfTwoTokens(int at) {
        return at + 1 < words.length && words[at].equals("e.") && words[at + 1].equals("V.");
    }

    private boolean isPartOfFirm(int i, int form) {
        boolean capital = isCapital(i) && !lists.isIn("article", lower(i)) && !lists.isIn("none", words[i]);
        return capital || isConnector(i) && i > 0 && isCapital(i - 1) && i + 1 < form + 1 || words[i].matches("\\d+");
    }

    private boolean isConnector(int i) {
        return words[i].equals("&") || words[i].equals("und") || words[i].equals("+");
    }

    private boolean isKindOfFirm(int i) {
        return lists.isIn("to-organisation", words[i]);
    }

    /** {@code Universität Heidelberg}, {@code Max-Planck-Institut für Physik}, {@code 1. FC Köln}. */
    private boolean institution(int at) {
        int headWords = lists.isIn("head", words[at]) ? 1 : lists.phraseAt("head", words, at);
        int begin = at;
        boolean named = false;
        if (headWords == 0) {
            int hyphen = words[at].lastIndexOf('-');
            if (hyphen < 0 || !isCapital(at) || !lists.isIn("institution", words[at].substring(hyphen + 1))) {
                return false;
            }
            headWords = 1;
            named = true;
            // Robert | Koch-Institut
            while (begin > 0
                    && (tags[begin - 1].equals(PROPER) || lists.isIn("first", words[begin - 1]))
                    && isCapital(begin - 1)) {
                begin--;
            }
        }
        int end = at + headWords;
        int afterHead = end;
        while (end < words.length && isNameOfInstitution(end)) {
            end++;
        }
        if (end == afterHead
                && end + 1 < words.length
                && (words[end].equals("für") || words[end].equals("der") && isMinistry(at))) {
            end = topic(end + 1, end);
        }
        if (end == afterHead && !named) {
            return false;
        }
        if (begin > 0 && FIRST_OF_CLUB.matcher(words[begin - 1]).matches() && words[at].length() <= 4) {
            begin--;
        }
        return claim(begin, end, ORGANISATION);
    }

    private boolean isMinistry(int at) {
        return words[at].endsWith("inisterium");
    }

    private boolean isNameOfInstitution(int i) {
        if (claimed[i] != null && !LOCATION.equals(claimed[i])) {
            return false;
        }
        return isCapital(i)
                        && (tags[i].equals(PROPER)
                                || lists.isNameIn("place", words[i])
                                || lists.isIn("doubtful", words[i]))
                        && !lists.isIn("none", words[i])
                || ROMAN.matcher(words[i]).matches()
                || words[i].equals("04")
                || words[i].equals("05");
    }

    /** Returns the end of {@code Gesundheit}, {@code Bildung und Forschung} from {@code at} on; else {@code none}. */
    private int topic(int at, int none) {
        int end = none;
        int i = at;
        while (i < words.length && i - at < 8) {
            boolean noun = isCapital(i) && (tags[i].equals("NOUN") || tags[i].equals(PROPER) || tags[i].equals("ADJ"));
            if (noun) {
                end = i + 1;
            } else if (!(words[i].equals("und") || words[i].equals(",") && i + 1 < words.length && isCapital(i + 1))
                    && !(tags[i].equals("ADJ") && i + 1 < words.length && isCapital(i + 1))) {
                break;
            }
            i++;
        }
        return end;
    }

    /** {@code Deutsche Bahn}, {@code Rotes Kreuz}, {@code Schwäbische Alb}: in a name, adjectives have a capital. */
    private boolean capitalAdjective(int at) {
        if (!isCapitalAdjective(at) || at + 1 >= words.length) {
            return false;
        }
        int noun = at + 1;
        while (noun + 1 < words.length && isCapitalAdjective(noun) && !isHeadOfAdjective(noun)) {
            noun++;
        }
        String head = words[noun];
        boolean ofPlace = words[noun - 1].endsWith("er") && !lists.isIn("adjective", words[noun - 1]);
        boolean organisation = lists.isNameIn(ofPlace ? "er-organisation" : "adjective-organisation", head);
        if (organisation) {
            int end = noun + 1;
            while (end < words.length && isNameOfInstitution(end) && tags[end].equals(PROPER)) {
                end++;
            }
            return claim(at, end, ORGANISATION);
        }
        return lists.isNameIn("adjective-place", head) && !head.equals("Platz") && claim(at, noun + 1, LOCATION);
    }

    private boolean isHeadOfAdjective(int i) {
        return lists.isNameIn("adjective-organisation", words[i]) || lists.isNameIn("adjective-place", words[i]);
    }

    private boolean isCapitalAdjective(int i) {
        if (!ADJECTIVE.matcher(words[i]).matches() || lists.isIn("none", words[i]) || lists.isIn("first", words[i])) {
            return false;
        }
        boolean begins = i == 0 || !Character.isLetterOrDigit(words[i - 1].codePointBefore(words[i - 1].length()));
        return lists.isIn("adjective", words[i])
                || !begins
                        && (tags[i].equals("ADJ")
                                || tags[i].equals(PROPER) && words[i].matches(".*(?:er|sche|schen|scher|sches)"));
    }

    /** {@code Herr Müller}, {@code Bundeskanzler Friedrich Merz}. */
    private boolean titled(int at) {
        boolean title = lists.isIn("title", words[at]) || isCapital(at) && lists.hasEnding("title-ending", words[at]);
        if (!title) {
            return false;
        }
        int begin = at + 1;
        while (begin < words.length
                && (lists.isIn("title", words[begin]) || words[begin].equals("med.") || words[begin].equals("h.c."))
                && !(lists.isIn("last", words[begin]) && begin + 1 == words.length)) {
            begin++;
        }
        if (begin >= words.length || claimed[begin] != null) {
            return false;
        }
        String last = words[begin - 1];
        boolean strong = STRONG_TITLES.contains(last);
        boolean greeting = GREETINGS.contains(last);
        boolean first = lists.isIn("first", words[begin]);
        boolean fits = isCapital(begin)
                && !lists.isIn("none", words[begin])
                && (strong && !lists.isIn("title", words[begin])
                        || first
                        || !greeting
                                && (tags[begin].equals(PROPER)
                                        || INITIAL.matcher(words[begin]).matches())
                                && !lists.isNameIn("place", words[begin])
                                && !lists.isNameIn("organisation", words[begin])
                                && !ACRONYM.matcher(words[begin]).matches());
        return fits && claim(begin, endOfPerson(begin), PERSON);
    }

    /** Returns the end of the name of a person that begins with a name at {@code begin}. */
    private int endOfPerson(int begin) {
        int end = begin + 1;
        while (end < words.length && end - begin < MOST_WORDS_OF_A_PERSON && claimed[end] == null) {
            if (isPartOfPerson(end)) {
                end++;
            } else {
                int after = end;
                while (after < words.length && after - end < 2 && lists.isIn("particle", words[after])) {
                    after++;
                }
                // von der Leyen, but not "Anna von der Post"
                // Nüsslein | - | Volhard: the tokens of a double name
                boolean hyphen = after == end && words[end].equals("-");
                after += hyphen ? 1 : 0;
                if (after == end || after >= words.length || !isPartOfPerson(after) || isKnownOtherwise(after)) {
                    break;
                }
                end = after + 1;
            }
        }
        return end;
    }

    private boolean isKnownOtherwise(int i) {
        return claimed[i] != null || lists.isNameIn("place", words[i]) || lists.isNameIn("organisation", words[i]);
    }

    private boolean isPartOfPerson(int i) {
        if (!isCapital(i) || lists.isIn("none", words[i])) {
            return false;
        }
        return INITIAL.matcher(words[i]).matches()
                || lists.isNameIn("last", words[i])
                || lists.isIn("first", words[i])
                || tags[i].equals(PROPER)
                        && !lists.isNameIn("place", words[i])
                        && !ACRONYM.matcher(words[i]).matches();
    }

    /** {@code Anna Müller}, and {@code Anna} alone. */
    private boolean fullName(int at) {
        String word = words[at];
        int hyphen = word.indexOf('-');
        boolean first = lists.isNameIn("first", word)
                || hyphen > 0 && lists.isIn("first", word.substring(0, hyphen)) && tags[at].equals(PROPER);
        if (!first || !isCapital(at)) {
            return false;
        }
        int end = oneCase ? at + 1 : endOfPerson(at);
        if (oneCase) {
            while (end < words.length && lists.isIn("last", words[end])) {
                end++;
            }
            return end > at + 1 && claim(at, end, PERSON);
        }
        if (end > at + 1) {
            return (tags[at].equals(PROPER) || !lists.isIn("common", word)) && claim(at, end, PERSON);
        }
        boolean alone =
                !lists.isIn("common", word) && !lists.isIn("place", word) && !lists.isNameIn("organisation", word);
        return alone && (tags[at].equals(PROPER) || lists.isIn("first", word)) && claim(at, end, PERSON);
    }

    private boolean listedOrganisation(int at) {
        String word = words[at];
        if (!lists.isIn("organisation", word)
                && !(word.endsWith("s") && word.length() > 4 && lists.isNameIn("organisation", word))) {
            return false;
        }
        boolean doubtful = lists.isIn("doubtful-organisation", word);
        return (!doubtful
                        || tags[at].equals(PROPER)
                        || isAfter(at, "to-organisation")
                        || at > 0 && lower(at - 1).equals("laut"))
                && claim(at, at + 1, ORGANISATION);
    }

    private boolean listedPlace(int at) {
        String word = words[at];
        if (lists.isIn("doubtful", word)) {
            return !oneCase && tags[at].equals(PROPER) && isAfter(at, "to-place") && claim(at, at + 1, LOCATION);
        }
        int hyphen = word.indexOf('-');
        boolean known = lists.isNameIn("place", word)
                || hyphen > 3 && tags[at].equals(PROPER) && lists.isIn("place", word.substring(0, hyphen));
        return known && isCapital(at) && claim(at, at + 1, LOCATION);
    }

    /** {@code bei Nestlé}, {@code die Firma Schuster}. */
    private boolean afterItsKind(int at) {
        if (!isAfter(at, "to-organisation") || !isCapital(at) || lists.isIn("none", words[at]) || at == 0) {
            return false;
        }
        boolean after = words[at - 1].equals("Firma");
        if (!after && (!tags[at].equals(PROPER) || lists.isNameIn("last", words[at]) || isPlaceByEnding(words[at]))) {
            return false;
        }
        int end = at + 1;
        while (end < words.length
                && claimed[end] == null
                && (isCapital(end) && tags[end].equals(PROPER)
                        || words[end].equals("&") && end + 1 < words.length && isCapital(end + 1))) {
            end++;
        }
        return claim(at, end, ORGANISATION);
    }

    /** {@code in Bielenhausen}: a preposition, or the ending of the names of places. */
    private boolean placeByContext(int at) {
        String word = words[at];
        if (at == 0 || !isCapital(at) || !tags[at].equals(PROPER) || lists.isIn("none", word) || word.length() < 3) {
            return false;
        }
        boolean ending = isPlaceByEnding(word);
        String before = lower(at - 1);
        boolean street = lists.hasEnding("place-noun", word);
        boolean direction = Set.of(
                        "in", "nach", "aus", "gemeinde", "stadt", "ort", "dorf", "insel", "landkreis", "stadtteil")
                .contains(before);
        boolean known = persons.contains(word)
                || lists.isNameIn("last", word)
                || ACRONYM.matcher(word).matches();
        boolean place = street || !known && (direction || ending && isAfter(at, "to-place"));
        return place && claim(at, at + 1, LOCATION);
    }

    private boolean isPlaceByEnding(String word) {
        return lists.hasEnding("place-ending", word)
                || word.endsWith("s") && lists.hasEnding("place-ending", word.substring(0, word.length() - 1));
    }

    /** A proper noun of which nothing else is known. */
    private boolean properNoun(int at) {
        String word = words[at];
        if (!isCapital(at) || lists.isIn("none", word)) {
            return false;
        }
        boolean known =
                persons.contains(word) || word.endsWith("s") && persons.contains(word.substring(0, word.length() - 1));
        boolean last = lists.isNameIn("last", word) && !lists.isIn("common", word) && tags[at].equals(PROPER);
        if (known && !lists.isIn("common", word) || last) {
            return claim(at, at + 1, PERSON);
        }
        if (!tags[at].equals(PROPER)) {
            return false;
        }
        if (ACRONYM.matcher(word).matches()) {
            return claim(at, at + 1, ORGANISATION);
        }
        int end = at + 1;
        while (end < words.length && end - at < 4 && claimed[end] == null && isNameLike(end)) {
            end++;
        }
        if (end > at + 1 && isNameLike(at)) {
            return claim(at, end, PERSON);
        }
        boolean says = at + 1 < words.length && lists.isIn("says", words[at + 1])
                || at > 0 && lists.isIn("says", words[at - 1]);
        return says && isNameLike(at) && claim(at, at + 1, PERSON);
    }

    private boolean isNameLike(int i) {
        return tags[i].equals(PROPER)
                && isCapital(i)
                && !lists.isIn("none", words[i])
                && !isOfPlace(words[i])
                && words[i].codePoints().skip(1).allMatch(c -> Character.isLowerCase(c) || c == '-' || c == '\'')
                && words[i].length() > 2;
    }

    /** {@code Berliner}, {@code Schweizer}: an adjective. */
    private boolean isOfPlace(String word) {
        if (!word.endsWith("er")) {
            return false;
        }
        String stem = word.substring(0, word.length() - 2);
        return lists.isIn("place", stem)
                || lists.isIn("place", stem + "en")
                || lists.isIn("place", word.substring(0, word.length() - 1))
                || lists.isIn("place", stem.endsWith("z") ? stem : stem + "e");
    }

    private boolean isAfter(int at, String list) {
        return at > 0 && (lists.isIn(list, words[at - 1]) || lists.isIn(list, lower(at - 1)));
    }

    private boolean isCapital(int i) {
        return Character.isUpperCase(words[i].codePointAt(0));
    }

    private String lower(int i) {
        return words[i].toLowerCase(Locale.GERMAN);
    }
}
