package io.bouquet.accounts.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedCommandsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plugin:install /tmp/a.jar",
                "tagger:policy sentiment pinned",
                "account:password --stdin bob",
                "account:token-create bob ci read",
                "account:token-revoke 3f9a2c51d07be684",
                "account:list ; account:remove bob"
            })
    void recordsChanges(String line) {
        assertThat(RecordedCommands.shown(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plugin:list",
                "account:list --json",
                "account:token-list bob",
                "nlp:annotate \"a secret text\"",
                " ",
                "help",
                "// no"
            })
    void leavesOutWhatOnlyReads(String line) {
        assertThat(RecordedCommands.shown(line)).isEmpty();
    }

    @Test
    void keepsSecretsOut() {
        assertThat(RecordedCommands.shown("config:property-set password hunter2"))
                .isEqualTo("config:property-set …");
        assertThat(RecordedCommands.shown("ssh:ssh -l ada -P hunter2 host")).isEqualTo("ssh:ssh …");
        assertThat(RecordedCommands.shown("account:add bob \"password hunter2\""))
                .isEqualTo("account:add …");
    }
}
