package io.bouquet.accounts.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggedAuditTest {
    private final List<String> lines = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final LoggedAudit audit = new LoggedAudit(lines::add, () -> now);

    @Test
    void saysWhoDidWhatFromWhereAndHowItEnded() {
        audit.done("ada", "192.0.2.1", "DELETE /api/plugins/shop", "200");
        assertThat(lines)
                .containsExactly("{\"time\":\"2026-11-30T12:00:00Z\",\"who\":\"ada\",\"from\":\"192.0.2.1\","
                        + "\"what\":\"DELETE /api/plugins/shop\",\"outcome\":\"200\"}");
    }

    @Test
    void saysWhyARequestWasRefused() {
        audit.refused(
                new Audit.Event("ada", "192.0.2.1", "GET /api/leaks", "403", "this needs the group admin", "r-7"));
        assertThat(lines.get(0))
                .endsWith("\"outcome\":\"403\",\"reason\":\"this needs the group admin\",\"request\":\"r-7\"}");
    }

    @Test
    void keepsOneEntryInOneLine() {
        audit.done("a\"\\\r\nb\u2028\u202E\u001B[1m\uD800😀\uDB40\uDC01", "x".repeat(1_000), "", "");
        assertThat(lines.get(0))
                .contains(
                        "\"who\":\"a\\\"\\\\\\u000d\\u000ab\\u2028\\u202e\\u001b[1m\\ud800😀\\udb40\\udc01\"",
                        "\"from\":\"" + "x".repeat(300) + "…\"}");
    }

    @Test
    void writesSomeOfAFloodAndCountsTheRest() {
        for (int i = 0; i < LoggedAudit.REFUSED_PER_MINUTE + 40; i++) {
            audit.refused("ada", "192.0.2.1", "login", "wrong password");
        }
        audit.done("bob", "192.0.2.2", "login", "right password");
        assertThat(lines)
                .hasSize(LoggedAudit.REFUSED_PER_MINUTE + 1)
                .last()
                .asString()
                .contains("bob");
        now = now.plus(Duration.ofMinutes(1));
        audit.refused("ada", "192.0.2.1", "login", "wrong password");
        assertThat(lines).hasSize(LoggedAudit.REFUSED_PER_MINUTE + 3);
        assertThat(lines.get(lines.size() - 2)).contains("40 more were refused in the minute of 2026-11-30T12:00:00Z");
    }
}
