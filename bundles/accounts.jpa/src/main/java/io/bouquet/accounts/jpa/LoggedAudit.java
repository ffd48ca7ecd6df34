package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Audit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.LoggerFactory;

/** Writes JSON objects to the logger {@code audit}; the distribution stores them as lines of {@code log/audit.jsonl}. */
@Component
public final class LoggedAudit implements Audit {
    /** Number of refusals that are logged in one minute; further ones are only counted. */
    static final int REFUSED_PER_MINUTE = 60;

    private static final int LONGEST = 300;

    private final Consumer<String> log;
    private final InstantSource clock;
    private Instant minute = Instant.MIN;
    private int refused;

    @Activate
    public LoggedAudit() {
        this(LoggerFactory.getLogger("audit")::info, InstantSource.system());
    }

    LoggedAudit(Consumer<String> log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void done(Event event) {
        write(clock.instant(), event);
    }

    @Override
    public synchronized void refused(Event event) {
        Instant now = clock.instant();
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.equals(minute)) {
            if (refused > REFUSED_PER_MINUTE) {
                String more = (refused - REFUSED_PER_MINUTE) + " more were refused in the minute of " + minute;
                write(now, new Event("", "", "", "refused", more, ""));
            }
            minute = current;
            refused = 0;
        }
        refused++;
        if (refused <= REFUSED_PER_MINUTE) {
            write(now, event);
        }
    }

    private void write(Instant now, Event event) {
        StringBuilder line = new StringBuilder("{\"time\":\"")
                .append(now.truncatedTo(ChronoUnit.MILLIS))
                .append('"');
        append(line, "who", event.who());
        append(line, "from", event.from());
        append(line, "what", event.what());
        append(line, "outcome", event.outcome());
        append(line, "reason", event.reason());
        append(line, "request", event.request());
        log.accept(line.append('}').toString());
    }

    /** Appends a member of the object, unless it is empty. */
    private static void append(StringBuilder line, String name, String value) {
        if (value.isEmpty()) {
            return;
        }
        line.append(",\"").append(name).append("\":\"");
        value.codePoints().limit(LONGEST).forEach(c -> {
            if (c == '"' || c == '\\') {
                line.append('\\').appendCodePoint(c);
            } else if (isPlain(c)) {
                line.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    line.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        line.append(value.codePointCount(0, value.length()) > LONGEST ? "…\"" : "\"");
    }

    /** Whether a character is shown as it is: others could end the line or change how a terminal shows it. */
    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
