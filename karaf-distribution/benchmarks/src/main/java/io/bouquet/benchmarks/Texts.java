package io.bouquet.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is annotated. No text is like another: the platform and, within a sentence, OpenNLP remember words that they have
 * just seen, and a handful of texts again and again would measure that alone. So names and numbers are made up anew.
 */
final class Texts {
    private static final List<String> SENTENCES = List.of(
            "$P met $P in $L on $D.",
            "The $a $n of $O surprised $P, who had $v the $n before.",
            "$O $v its $a $n for $# million dollars.",
            "Nobody in $L expected that the $n would become so $a.",
            "According to $P, the $n was $a but not $a enough.",
            "The $n opens at $h in $L, and visitors wait outside for hours.",
            "I bought the $n last week, and it is the most $a one I have ever owned.",
            "\"We never $v a $n,\" said $P, a spokesman for $O.",
            "Shares of $O fell by $# percent after the $n was $v.",
            "Between $y and $y, $P wrote $# books about the $n of $L.",
            "The train from $L to $L was late again; the $n made it worse.",
            "Critics found the $n slow, the $n $a, and the end rather $a.",
            "Is the $n in $L really as $a as $P believes?",
            "$P joined $O in $y after ten years at a $n near $L.",
            "Engineers have $v a $a $n that weighs only $# kilograms.",
            "The council of $L $v the $n, although many neighbours had complained about the $a $n.");

    private static final List<String> NOUNS = words("bridge river hospital report engine camera festival library garden"
            + " contract meeting harbour museum phone battery keyboard hotel kitchen breakfast airport flight ticket"
            + " market price budget factory warehouse plan study result disease vaccine patient teacher school lesson"
            + " student exam novel film actor concert orchestra singer album picture gallery window roof street"
            + " neighbour village mountain forest farmer harvest weather storm flood election minister law court judge"
            + " witness verdict treaty border army ceasefire satellite rocket planet telescope laboratory experiment"
            + " software update server network password screen printer recipe soup cheese restaurant waiter service"
            + " delivery parcel box shoe jacket mattress lamp chair table bicycle tyre train station platform bus"
            + " driver accident insurance payment refund apology strategy merger investor dividend tax pension salary");
    private static final List<String> ADJECTIVES =
            words("new old large small quiet noisy expensive cheap beautiful ugly"
                    + " excellent awful pleasant boring exciting slow fast reliable broken friendly rude careful careless"
                    + " ambitious modest surprising predictable famous forgotten wooden electric public private medical legal"
                    + " political economic clean dirty warm cold bright dark comfortable painful generous greedy honest"
                    + " disappointing wonderful terrible useful useless safe dangerous");
    private static final List<String> VERBS = words("approved rejected designed repaired bought sold opened closed"
            + " praised criticised tested published cancelled delayed improved replaced inspected promised delivered"
            + " ordered returned recommended financed discovered rebuilt painted measured explained ignored restored"
            + " stolen forgotten chosen written broken driven");
    private static final List<String> FIRST_NAMES = words("Angela Tim Maria David Sofia James Fatima Liam Olga Pedro"
            + " Ingrid Kenji Amina Thomas Elena Robert Chloe Hassan Julia Mark Priya Daniel Lucia Peter Grace Ivan");
    private static final List<String> PLACES = words("Berlin Madrid Toronto Oslo Paris Lyon Dublin Tokyo Nairobi Lima"
            + " Chicago Boston Vienna Prague Warsaw Lisbon Athens Cairo Delhi Sydney Seoul Denver Bristol Leeds");
    private static final List<String> DAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday");
    private static final List<String> ONSETS = words("b br c ch d dr f g gr h k kl l m n p r s sch st t tr v w z");
    private static final List<String> VOWELS = words("a e i o u ai ei ou");
    private static final List<String> ENDINGS = words("son berg man ley ton field ez ini ov sen rick well stein a o");

    private final Supplier<String> source;

    private Texts(Supplier<String> source) {
        this.source = source;
    }

    /** Texts of two to four sentences without end, the same in every run. */
    static Texts made() {
        Random random = new Random(20_261_123);
        return new Texts(() -> text(random));
    }

    /** The texts of a file in UTF-8, one on a line, over and over. */
    static Texts of(Path file) throws IOException {
        List<String> texts = Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        if (texts.isEmpty()) {
            throw new IOException("no text in " + file);
        }
        return new Texts(Stream.generate(() -> texts).flatMap(List::stream).iterator()::next);
    }

    List<String> next(int count) {
        return Stream.generate(source).limit(count).toList();
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    private static String text(Random random) {
        List<String> sentences = new ArrayList<>();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            sentences.add(sentence(random, any(random, SENTENCES)));
        }
        return String.join(" ", sentences);
    }

    private static String sentence(Random random, String pattern) {
        StringBuilder sentence = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            sentence.append(c == '$' ? word(random, pattern.charAt(++i)) : String.valueOf(c));
        }
        return sentence.toString();
    }

    private static String word(Random random, char kind) {
        return switch (kind) {
            case 'n' -> any(random, NOUNS);
            case 'a' -> any(random, ADJECTIVES);
            case 'v' -> any(random, VERBS);
            case 'D' -> any(random, DAYS);
            case 'L' -> random.nextInt(3) == 0 ? name(random) : any(random, PLACES);
            case 'P' -> any(random, FIRST_NAMES) + " " + name(random);
            case 'O' -> name(random) + (random.nextBoolean() ? " Group" : " Bank");
            case '#' -> Integer.toString(2 + random.nextInt(9_000));
            case 'y' -> Integer.toString(1_900 + random.nextInt(126));
            case 'h' -> 1 + random.nextInt(12) + ":" + (10 + random.nextInt(50));
            default -> throw new IllegalArgumentException("no words of kind '" + kind + "'");
        };
    }

    private static String name(Random random) {
        String name = any(random, ONSETS)
                + any(random, VOWELS)
                + any(random, ONSETS)
                + any(random, VOWELS)
                + any(random, ENDINGS);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String any(Random random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
