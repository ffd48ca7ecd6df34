package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.Layers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line is a text; {@code |} is where a sentence ends, and {@code ⏎} is a line break. */
class SentencesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "This is an nn. |This is the next sentence.",
                "This is a sentence without spaces.|Should be split into three?|Is not?",
                "6. Like You Badd (Feat. L.Douglass, N.Holsey, D.Lockhart)(Prod. by Fat Boy)",
                "Sentence one. |Sentence two.⏎|Sentence three.  ⏎|Sentence four.  |Sentence five.",
                "We met Prof. Lee, e.g. at the lab, i.e. in Bldg. 5. |It was fun.",
                "Yesterday, John F. Kennedy Jr. visited St. Louis.",
                "The meeting is at 3 p.m. on Friday. |Bring a laptop.",
                "Dr. Smith lives at 5 Main St. in Washington, D.C. |He works for the U.N.",
                "The U.S. Senate passed H.R. 1234 on Jan. 5, 2021, by 52-48.",
                "Mr. and Mrs. O'Neil-Smith arrived at 9 a.m. sharp.",
                "Love it!!! 😍😍",
                "Love it!!! 😍😍 |Will buy again. :) |Thanks.",
                "He said \"Stop.\" |Then he left.",
                "\"Stop!\" he said. |\"Why?\" she asked.",
                "- item one⏎|- item two⏎⏎|New paragraph here",
                "It costs $3.50. |Version 2.0.1 is out.",
                "Shopping⏎|Milk and eggs are needed today. |Bread too.",
                "a line that is wrapped by hand at some width goes⏎on in the next line without an end. |Then it ends.",
                "See www.example.com/a.Html for more. |It works.",
                "Use Node.Js or ASP.Net for that.",
                "Write to a.b@example.org. |We answer.",
                "She was born on Sept. 3, 1990. |Her brother in Oct. 1992.",
                "I think... maybe. |No, I don't.",
                "Wait... |What?",
                "J.K. Rowling wrote it. |J. R. R. Tolkien did not.",
                "So did I. |It was late.",
                "We chose plan B. |Then we left.",
                "The firm, Acme Inc., paid. |Acme Inc. |The end is near.",
                "It was No. 5 on the list. |See Fig. 3 on pp. 12.",
                "What?! |Really?!",
                "1. First point⏎|2. Second point⏎|a) Third",
                "(It rained. |We left.) |Then the sun came.",
                "The ratio is 1.5 to 2.5, i.e. small. |OK?",
                "He arrived at 10 p.m. |She had left.",
                "He lives in the U.S. |She lives in the U.K.",
                "We sell shoes, bags, etc. |We ship worldwide.",
            })
    void splitsEnglish(String sample) {
        check(sample, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Er spielt seit 2010 in der 1. Bundesliga. |Am 3. Oktober ist Feiertag.",
                "Das gilt z. B. für Dr. Müller. |Er kam 2010. |Sie nicht.",
                "Am 24. Dezember, d.h. bald, ist Weihnachten. |Wir feiern.",
                "Es kostet ca. 3,50 Euro inkl. MwSt. |Das ist viel!",
                "„Halt!“, rief er. |„Warum?“",
            })
    void splitsGerman(String sample) {
        check(sample, false);
    }

    private static void check(String sample, boolean english) {
        String text = sample.replace("|", "").replace("⏎", "\n");
        List<String> expected = List.of(sample.replace("⏎", "\n").split("\\|")).stream()
                .map(String::strip)
                .toList();
        assertThat(Models.covered(english ? Models.english(text) : Models.german(text), Layers.SENTENCES))
                .isEqualTo(expected);
    }
}
