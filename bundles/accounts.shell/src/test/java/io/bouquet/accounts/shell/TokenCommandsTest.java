package io.bouquet.accounts.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bouquet.accounts.Token;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.5Z");
    private static final List<Token> TOKENS = List.of(
            new Token("1a", "ada", "ci", new TreeSet<>(List.of("write", "read")), false, NOW, NOW.plusSeconds(60), NOW),
            new Token("2b", "bob", "old", new TreeSet<>(List.of("read")), false, NOW, NOW, null));

    private final TokenListCommand command = new TokenListCommand();

    @Test
    void printsATable() {
        assertThat(printed().lines().map(line -> line.replaceAll("[ │|]+", " ").strip()))
                .contains(
                        "1a ada ci read write 2026-11-30T12:01:00Z 2026-11-30T12:00:00Z",
                        "2b bob old read 2026-11-30T12:00:00Z (expired) never");
    }

    @Test
    void printsJson() {
        command.json = true;
        assertThat(printed().replaceAll("\\s", ""))
                .contains("{\"id\":\"2b\",\"account\":\"bob\",\"name\":\"old\",\"scopes\":[\"read\"],\"granted\":false,"
                        + "\"created\":\"2026-11-30T12:00:00.500Z\",\"expires\":\"2026-11-30T12:00:00.500Z\"}");
    }

    @ParameterizedTest
    @CsvSource({"90d, P90D", "12h, PT12H", "5m, PT5M", "30s, PT30S"})
    void readsTimes(String text, Duration validity) {
        assertThat(TokenCreateCommand.validity(text)).isEqualTo(validity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "d", "-1d", "1y", "9999999999d"})
    void refusesOtherTimes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenCreateCommand.validity(text))
                .withMessageContaining("such as 90d");
    }

    private String printed() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        command.print(TOKENS, NOW, new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
    }
}
