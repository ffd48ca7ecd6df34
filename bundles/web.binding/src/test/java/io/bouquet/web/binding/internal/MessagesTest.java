package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private final Messages messages = Messages.of(null);

    @Test
    void hasAllMessagesInBothLanguages() throws IOException {
        Properties english = file("Messages.properties");
        Properties german = file("Messages_de.properties");
        assertThat(german.keySet()).isEqualTo(english.keySet());
        english.forEach((key, message) -> assertThat(braces(german.getProperty((String) key)))
                .as((String) key)
                .containsExactlyInAnyOrderElementsOf(braces((String) message)));
    }

    private static List<String> braces(String message) {
        return java.util.regex.Pattern.compile("\\{\\w+}")
                .matcher(message)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
    }

    private static Properties file(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Messages.class.getResourceAsStream(name)) {
            properties.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
        return properties;
    }

    @Test
    void readsTheLanguagesOfACaller() {
        assertThat(Messages.languages("de-AT, en;q=0.5, *;q=0.1, xx")).containsExactly("de", "en");
        assertThat(Messages.languages("en;q=0.5, de;q=0")).containsExactly("en");
        assertThat(Messages.languages("!")).isEmpty();
        assertThat(Messages.languages(null)).isEmpty();
    }

    @Test
    void fillsTheLimitsIn() {
        Misfit misfit = new Misfit("string_too_long", Map.of("max_length", 3));
        assertThat(messages.text(misfit, List.of())).isEqualTo("must have at most 3 characters");
        assertThat(messages.text(misfit, List.of("de"))).isEqualTo("darf höchstens 3 Zeichen haben");
    }

    @Test
    void saysWhatThePlatformHasForAKeyThatNobodyKnows() {
        Misfit misfit = new Misfit("value_error", Map.of(), "{com.example.nowhere}");
        assertThat(messages.text(misfit, List.of())).isEqualTo("is not valid");
    }

    @Test
    void hasTheMessagesOfHibernatesOwnConstraints() {
        Misfit misfit = new Misfit(
                "value_error",
                Map.of(),
                "{org.hibernate.validator.constraints.Length.message}",
                Map.of("min", 1, "max", 3));
        assertThat(messages.text(misfit, List.of())).isEqualTo("length must be between 1 and 3");
    }

    @Test
    void keepsBracesThatAreNoMessage() {
        assertThat(messages.text(new Misfit("value_error", Map.of(), "not {this} and $1"), List.of()))
                .isEqualTo("not {this} and $1");
    }
}
