package io.bouquet.tagging.models.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import opennlp.tools.dictionary.Dictionary;
import opennlp.tools.namefind.NameSample;
import opennlp.tools.util.Span;
import opennlp.tools.util.StringList;

/**
 * Lists of common names, which go into the model as dictionaries, and sentences to fill with them and with names from
 * the training data.
 */
final class NameLists {
    private static final long SEED = 5;
    /** How often each sentence is filled. */
    private static final int TIMES = 10;

    private static final List<String> LISTS = List.of("first-names", "surnames", "locations", "organisations");
    /** Tweets spell as they please; only what looks like a name elsewhere fills a sentence. */
    private static final Pattern PROPER = Pattern.compile("(\\p{Lu}\\p{Ll}+)( \\p{Lu}\\p{Ll}+)*");

    private final Map<String, List<String>> names = new HashMap<>();

    NameLists() throws IOException {
        for (String list : LISTS) {
            names.put(list, lines(list));
        }
    }

    /** By the names that {@code entity-features.xml} has for them. */
    Map<String, Object> dictionaries() {
        Map<String, Object> dictionaries = new HashMap<>();
        names.forEach((list, entries) -> {
            Dictionary dictionary = new Dictionary(true);
            entries.forEach(name -> dictionary.put(new StringList(name.split(" "))));
            dictionaries.put(list + ".dictionary", dictionary);
        });
        return dictionaries;
    }

    List<NameSample> sentences(List<NameSample> data) throws IOException {
        Map<String, List<String>> seen = new HashMap<>();
        for (NameSample sample : data) {
            for (Span span : sample.getNames()) {
                String name =
                        String.join(" ", Arrays.copyOfRange(sample.getSentence(), span.getStart(), span.getEnd()));
                if (PROPER.matcher(name).matches()) {
                    seen.computeIfAbsent(span.getType(), missing -> new ArrayList<>())
                            .add(name);
                }
            }
        }
        Random random = new Random(SEED);
        List<String> sentences = lines("sentences");
        List<NameSample> samples = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            for (String sentence : sentences) {
                samples.add(fill(sentence, seen, random));
            }
        }
        return samples;
    }

    private NameSample fill(String sentence, Map<String, List<String>> seen, Random random) {
        List<String> tokens = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (String token : sentence.split(" ")) {
            String label =
                    switch (token) {
                        case "PER" -> "person";
                        case "LOC" -> "location";
                        case "ORG" -> "organisation";
                        default -> "";
                    };
            int begin = tokens.size();
            if (label.isEmpty()) {
                tokens.add(token);
            } else {
                String name =
                        random.nextBoolean() ? any(seen.getOrDefault(label, List.of()), random) : name(label, random);
                tokens.addAll(Arrays.asList(name.split(" ")));
                spans.add(new Span(begin, tokens.size(), label));
            }
        }
        return new NameSample(tokens.toArray(String[]::new), spans.toArray(Span[]::new), true);
    }

    private String name(String label, Random random) {
        if (!label.equals("person")) {
            return any(names.getOrDefault(label + "s", List.of()), random);
        }
        String first = any(names.getOrDefault("first-names", List.of()), random);
        String last = any(names.getOrDefault("surnames", List.of()), random);
        return switch (random.nextInt(6)) {
            case 0 -> first;
            case 1 -> last;
            default -> first + " " + last;
        };
    }

    private static String any(List<String> names, Random random) {
        return names.get(random.nextInt(names.size()));
    }

    private static List<String> lines(String list) throws IOException {
        String path = "names/" + list + ".txt";
        try (InputStream in = NameLists.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing beside " + NameLists.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
