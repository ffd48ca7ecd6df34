package io.bouquet.tagging.models.training;

import io.bouquet.tagging.heads.SequenceHead.Found;
import io.bouquet.tagging.models.training.EntityHeadTraining.Sentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Sentences of the press, of letters, encyclopedias and business, filled with names of many forms. */
final class FilledSentences {
    private static final long SEED = 5;
    /** How often each sentence is filled. */
    private static final int PLAIN_TIMES = 8;

    private static final int FORMAL_TIMES = 14;
    /** Tweets spell as they please; only what looks like a name elsewhere fills a sentence. */
    private static final Pattern PROPER = Pattern.compile("(\\p{Lu}\\p{Ll}+)( \\p{Lu}\\p{Ll}+)*");

    private static final List<String> PLACE_BEFORE =
            List.of("St. ", "New ", "San ", "Lake ", "Mount ", "North ", "South ", "Upper ", "Port ", "Fort ");
    private static final List<String> PLACE_AFTER = List.of(
            " County", " River", " Island", " Valley", " Street", " Bay", " Square", "ville", "ton", "burg", "ford");
    private static final List<String> COMPANY_AFTER = List.of(
            " Inc.",
            " Corp.",
            " Corp",
            " Ltd",
            " Ltd.",
            " Group",
            " Industries",
            " Bank",
            " Holdings",
            " Co.",
            " AG",
            " plc",
            " Motors",
            " Foods",
            " Energy",
            " Airlines",
            " Records",
            " Pictures",
            " Securities",
            " Brothers",
            " Partners");
    private static final List<String> OF_PLACE =
            List.of("University of ", "Bank of ", "Museum of ", "Government of ", "Church of ", "Port Authority of ");
    private static final List<String> AFTER_PLACE = List.of(
            " University",
            " Central Bank",
            " Police Department",
            " Airways",
            " Times",
            " Herald",
            " Stock Exchange",
            " City Council",
            " Symphony Orchestra",
            " High School",
            " Chamber of Commerce");
    private static final List<String> TEAM = List.of(
            " United",
            " City",
            " Rovers",
            " FC",
            " Athletic",
            " Tigers",
            " Bulls",
            " Rangers",
            " Eagles",
            " Wanderers",
            " Lions");
    private static final List<String> OFFICE = List.of(
            "Ministry of ",
            "Department of ",
            "Institute of ",
            "National Council of ",
            "Federation of ",
            "Academy of ",
            "Committee on ");
    private static final List<String> MATTER = List.of(
            "Finance",
            "Defence",
            "Health",
            "Education",
            "Technology",
            "Agriculture",
            "Foreign Affairs",
            "Sciences",
            "Energy",
            "Trade");
    private static final List<String> PARTICLE = List.of("O'", "Mc", "van ", "de ", "al-");
    private static final String INITIALS = "ABCDEFGHIJKLMNOPRSTUW";

    private final Random random = new Random(SEED);
    private final Map<String, List<String>> seen = new HashMap<>();
    private final List<String> firstNames = Resources.lines("names/first-names.txt");
    private final List<String> surnames = Resources.lines("names/surnames.txt");
    private final List<String> locations = Resources.lines("names/locations.txt");
    private final List<String> organisations = Resources.lines("names/organisations.txt");
    private final List<String> knownPersons = Resources.lines("names/wordnet-persons.txt");
    private final List<String> knownPlaces = Resources.lines("names/wordnet-places.txt");

    FilledSentences(List<Sentence> data) throws IOException {
        for (Sentence sentence : data) {
            for (Found name : sentence.names()) {
                String text = String.join(" ", sentence.tokens().subList(name.begin(), name.end()));
                if (PROPER.matcher(text).matches()) {
                    seen.computeIfAbsent(name.label(), missing -> new ArrayList<>())
                            .add(text);
                }
            }
        }
    }

    List<Sentence> all() throws IOException {
        List<Sentence> filled = new ArrayList<>();
        for (String sentence : Resources.lines("names/sentences.txt")) {
            for (int i = 0; i < PLAIN_TIMES; i++) {
                filled.add(fill(sentence));
            }
        }
        for (String sentence : Resources.lines("names/formal-sentences.txt")) {
            for (int i = 0; i < FORMAL_TIMES; i++) {
                filled.add(fill(sentence));
            }
        }
        return filled;
    }

    private Sentence fill(String sentence) {
        List<String> tokens = new ArrayList<>();
        List<Found> names = new ArrayList<>();
        for (String token : sentence.split(" ")) {
            int begin = tokens.size();
            int choices = token.startsWith("PER=") || token.startsWith("LOC=") || token.startsWith("ORG=") ? 3 : -1;
            String type = choices > 0 ? token.substring(0, choices) : token;
            String name = choices > 0
                    ? any(List.of(token.substring(choices + 1).split("\\|")))
                    : switch (token) {
                        case "PER" -> person();
                        case "LOC" -> location();
                        case "ORG" -> organisation();
                        default -> "";
                    };
            if (name.isEmpty()) {
                tokens.add(token);
            } else {
                tokens.addAll(Arrays.asList(name.split(" ")));
                names.add(new Found(begin, tokens.size(), EntityHeadTraining.label(type), 1));
            }
        }
        return new Sentence(tokens, names);
    }

    private String person() {
        int chance = random.nextInt(100);
        if (chance < 12) {
            return any(firstNames);
        } else if (chance < 30) {
            return any(surnames);
        } else if (chance < 62) {
            return any(firstNames) + " " + any(surnames);
        } else if (chance < 68) {
            return any(firstNames) + " " + initial() + ". " + any(surnames);
        } else if (chance < 71) {
            return initial() + ". " + any(surnames);
        } else if (chance < 73) {
            return any(firstNames) + " " + any(surnames) + " Jr.";
        } else if (chance < 75) {
            return any(surnames) + "-" + any(surnames);
        } else if (chance < 78) {
            return initial() + "." + initial() + ". " + any(surnames);
        } else if (chance < 80) {
            return any(PARTICLE) + any(surnames);
        }
        return chance < 90 ? any(knownPersons) : any(seen("person"));
    }

    private String location() {
        int chance = random.nextInt(100);
        if (chance < 55) {
            return any(locations);
        } else if (chance < 80) {
            return any(knownPlaces);
        } else if (chance < 84) {
            return any(PLACE_BEFORE) + any(surnames);
        } else if (chance < 88) {
            return any(surnames) + any(PLACE_AFTER);
        }
        return any(seen("location"));
    }

    private String organisation() {
        int chance = random.nextInt(100);
        if (chance < 45) {
            return any(organisations);
        } else if (chance < 52) {
            return any(surnames) + any(COMPANY_AFTER);
        } else if (chance < 57) {
            return any(surnames) + (random.nextBoolean() ? " & " : " and ") + any(surnames);
        } else if (chance < 63) {
            return any(OF_PLACE) + any(locations);
        } else if (chance < 68) {
            return any(locations) + any(AFTER_PLACE);
        } else if (chance < 76) {
            return any(locations) + any(TEAM);
        } else if (chance < 82) {
            return any(OFFICE) + any(MATTER);
        } else if (chance < 87) {
            StringBuilder acronym = new StringBuilder();
            for (int left = 2 + random.nextInt(3); left > 0; left--) {
                acronym.append(initial());
            }
            return acronym.toString();
        } else if (chance < 90) {
            // teams are often named by their city alone
            return random.nextInt(10) < 7 ? any(locations) : any(surnames);
        }
        return any(seen("organisation"));
    }

    private List<String> seen(String label) {
        return seen.getOrDefault(label, List.of());
    }

    private char initial() {
        return INITIALS.charAt(random.nextInt(INITIALS.length()));
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
