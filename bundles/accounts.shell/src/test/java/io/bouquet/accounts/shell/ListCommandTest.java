package io.bouquet.accounts.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.Account;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListCommandTest {
    private static final List<Account> ACCOUNTS =
            List.of(new Account("ada", Set.of("editors", "admin")), new Account("bob", Set.of()));

    private final ListCommand command = new ListCommand();

    @Test
    void printsJson() {
        command.json = true;
        assertThat(printed().replaceAll("\\s", ""))
                .isEqualTo("[{\"groups\":[\"admin\",\"editors\"],\"name\":\"ada\"},{\"groups\":[],\"name\":\"bob\"}]");
    }

    @Test
    void printsATable() {
        assertThat(printed()).contains("ada", "admin, editors", "bob");
    }

    private String printed() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        command.print(ACCOUNTS, new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
    }
}
