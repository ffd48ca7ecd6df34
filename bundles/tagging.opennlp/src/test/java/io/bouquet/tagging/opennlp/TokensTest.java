package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.Layers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In each line {@code |} is between two tokens that no space separates. */
class TokensTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "📷 .|@MatthewDoe at #StarWars",
                "They do|n't|, e.g. at 10:30|am|, pay $|3.5|bn 👩‍👩‍👧",
                "I can|not|, ca|n't|, wo|n't and did|n't|.",
                "It|'s what we|'ve said|; they|'ll agree|, I|'m sure|, and we|'re glad he|'d come|.",
                "Do|n’t you think it|’s nice|?",
                "See https://example.com/a?b=c|, or www.example.org|.",
                "Write to ada.lovelace@example.org|!",
                "The U.S. Senate met at 3 p.m. on Friday|.",
                "Great :) love it <3 👍🏽|🇩🇪|!",
                "It costs €|25.99 (|incl. VAT|)|.",
                "Mr. O'Neil|-|Smith met Dr. Who|.",
                "(|see page 8|)",
                "John F. Kennedy Jr. saw plan B|.",
                "A state|-|of|-|the|-|art phone|'s battery lasts 3.5 days|.",
                "The dogs|' owner said|: \"|Stop|!|\"",
                "1,000 people paid 50|%| more in 2026|.",
            })
    void splitsEnglish(String sample) {
        check(sample, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Er zahlt z.B. 3,50 €| um 10:30 Uhr|, sagt @ada #neu|."})
    void splitsGerman(String sample) {
        check(sample, false);
    }

    private static void check(String sample, boolean english) {
        String text = sample.replace("|", "");
        List<String> expected = List.of(sample.replaceAll("\\|? ", "|").split("\\|"));
        assertThat(Models.covered(english ? Models.english(text) : Models.german(text), Layers.TOKENS))
                .isEqualTo(expected);
    }
}
