package io.bouquet.tagging.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.opennlp.OpenNlpEngine;
import io.bouquet.tagging.spi.Tagger;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GermanNameTaggerTest {
    /** A name and its label in a sample: person, organisation or location. */
    private static final Pattern MARKED = Pattern.compile("\\[([^\\]]+)\\]([POL])");

    private static final List<Tagger> TAGGERS = new ArrayList<>();

    /** A text with its names, as {@code label begin-end text}. */
    private record Sample(String text, Set<String> names) {
        static Sample of(String marked) {
            StringBuilder text = new StringBuilder();
            Set<String> names = new HashSet<>();
            Matcher matcher = MARKED.matcher(marked);
            int at = 0;
            while (matcher.find()) {
                text.append(marked, at, matcher.start());
                names.add(name(label(matcher.group(2)), text.length(), matcher.group(1)));
                text.append(matcher.group(1));
                at = matcher.end();
            }
            return new Sample(text.append(marked.substring(at)).toString(), names);
        }

        private static String label(String letter) {
            return switch (letter) {
                case "P" -> "person";
                case "O" -> "organisation";
                default -> "location";
            };
        }
    }

    @BeforeAll
    static void loadTheModels() throws Exception {
        TAGGERS.clear();
        TAGGERS.add(loaded("sentences", "opennlp-de-ud-gsd-sentence-1.3-2.5.4.bin"));
        TAGGERS.add(loaded("tokens", "opennlp-de-ud-gsd-tokens-1.3-2.5.4.bin"));
        TAGGERS.add(loaded("pos", "opennlp-de-ud-gsd-pos-1.3-2.5.4.bin"));
        TAGGERS.add(new GermanNameTagger());
    }

    @ParameterizedTest
    @CsvSource({"0, 0.95", "1, 0.9"})
    void findsNames(int part, double atLeast) throws Exception {
        List<Sample> samples = samples();
        int gold = 0;
        int made = 0;
        int right = 0;
        StringBuilder wrong = new StringBuilder();
        for (int i = part; i < samples.size(); i += 2) {
            Sample sample = samples.get(i);
            Set<String> found = names(sample.text());
            gold += sample.names().size();
            made += found.size();
            Set<String> both = new HashSet<>(found);
            both.retainAll(sample.names());
            right += both.size();
            if (part == 0 && !found.equals(sample.names())) {
                wrong.append(sample.text())
                        .append("\n  found ")
                        .append(found)
                        .append("\n  not   ")
                        .append(sample.names())
                        .append('\n');
            }
        }
        double f1 = 2.0 * right / (gold + made);
        assertThat(f1).as(wrong.toString()).isGreaterThanOrEqualTo(atLeast);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ANGELA MERKEL BESUCHT PARIS | person 0 ANGELA MERKEL, location 22 PARIS",
                "angela merkel besucht paris | person 0 angela merkel, location 22 paris",
                "DAS ESSEN WAR GUT |",
                "das essen in der halle war gut |",
            })
    void readsTextsInOneCase(String text, @Nullable String expected) {
        assertThat(names(text)).isEqualTo(expected == null ? Set.of() : Set.of(expected.split(", ")));
    }

    @Test
    void remembersAPersonOfAnEarlierSentence() {
        assertThat(names("Der Minister Karol Grabowiak trat zurück. Grabowiak nannte keine Gründe."))
                .contains("person 13 Karol Grabowiak", "person 42 Grabowiak");
    }

    @Test
    void takesTimeInProportionToTheText() {
        String text = "Herr Dr. Müller von der Universität für Bildung und Forschung und ".repeat(2_000);
        assertThat(names(text)).isNotEmpty();
    }

    private static Set<String> names(String text) {
        AnnotatedText annotated = new AnnotatedText(text, "de");
        for (Tagger tagger : TAGGERS) {
            annotated = annotated.with(tagger.tag(annotated));
        }
        Set<String> names = new HashSet<>();
        annotated.layer(Layers.ENTITIES).forEach(entity -> {
            Span span = entity.span();
            names.add(name(entity.label(), span.begin(), span.in(text)));
        });
        return names;
    }

    private static String name(String label, int begin, String text) {
        return label + " " + begin + " " + text;
    }

    private static List<Sample> samples() throws IOException {
        try (InputStream in = open("io/bouquet/tagging/names/german-sentences.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Sample::of)
                    .toList();
        }
    }

    private static Tagger loaded(String kind, String file) throws Exception {
        Tagger tagger = new OpenNlpEngine()
                .tagger(
                        new ModelDeclaration(file, "opennlp", kind, kind + "-de", List.of("de"), List.of(), Map.of()),
                        new ModelFiles() {
                            @Override
                            public InputStream open(String path) throws IOException {
                                return GermanNameTaggerTest.open(path);
                            }

                            @Override
                            public @Nullable Path dataFile(String name) {
                                return null;
                            }
                        });
        tagger.load();
        return tagger;
    }

    private static InputStream open(String path) throws IOException {
        InputStream in = GermanNameTaggerTest.class.getClassLoader().getResourceAsStream(path);
        if (in == null) {
            throw new FileNotFoundException(path);
        }
        return in;
    }
}
