package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Audit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.LoggerFactory;

/** Writes to the logger {@code audit}; the distribution stores its lines in {@code log/security.log}. */
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
    public void done(String who, String from, String what, String outcome) {
        write(clock.instant(), who, from, what, outcome);
    }

    @Override
    public synchronized void refused(String who, String from, String what, String outcome) {
        Instant now = clock.instant();
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.equals(minute)) {
            if (refused > REFUSED_PER_MINUTE) {
                write(
                        now,
                        "-",
                        "-",
                        "login",
                        (refused - REFUSED_PER_MINUTE) + " more were refused in the minute of " + minute);
            }
            minute = current;
            refused = 0;
        }
        refused++;
        if (refused <= REFUSED_PER_MINUTE) {
            write(now, who, from, what, outcome);
        }
    }

    private void write(Instant now, String who, String from, String what, String outcome) {
        log.accept(now.truncatedTo(ChronoUnit.MILLIS) + " who=" + quoted(who) + " from=" + quoted(from) + " what="
                + quoted(what) + " outcome=" + quoted(outcome));
    }

    /** Escapes control characters and quotes, so that the text fits into one line. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (isPlain(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format("\\u%04x", c));
            }
        });
        return quoted.append(text.codePointCount(0, text.length()) > LONGEST ? "…\"" : "\"")
                .toString();
    }

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
