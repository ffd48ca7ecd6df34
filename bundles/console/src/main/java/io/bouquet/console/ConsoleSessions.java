package io.bouquet.console;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.spi.AccountListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The sessions, in memory: a restart logs everyone out. A new password ends the sessions of its account. Sessions have
 * the current groups of the account. Thread-safe.
 */
@Component(
        service = {ConsoleSessions.class, AccountListener.class},
        configurationPid = "io.bouquet.console")
@Designate(ocd = ConsoleSessions.Config.class)
public final class ConsoleSessions implements AccountListener {
    @ObjectClassDefinition(
            name = "Bouquet console",
            description = "Sessions of the admin console. A change logs everyone out.")
    @interface Config {
        @AttributeDefinition(
                name = "Idle minutes",
                description = "A session ends if it is unused for this number of minutes.",
                min = "1")
        int session_idle_minutes() default 30;

        @AttributeDefinition(
                name = "Longest hours",
                description = "Every session ends after this number of hours.",
                min = "1")
        int session_max_hours() default 12;

        @AttributeDefinition(
                name = "Most sessions",
                description =
                        "Number of sessions. A further login ends the least recently used session of the account with the"
                                + " most sessions.",
                min = "1")
        int session_max_count() default 1000;

        @AttributeDefinition(
                name = "Most sessions of one account",
                description =
                        "Number of sessions. A further login of the account ends its least recently used session.",
                min = "1")
        int session_max_per_account() default 20;
    }

    private final InstantSource clock;
    private final Duration idle;
    private final Duration longest;
    private final int most;
    private final int mostOfOne;
    private final Map<String, ConsoleSession> byId = new ConcurrentHashMap<>();

    @Activate
    public ConsoleSessions(Config config) {
        this(
                InstantSource.system(),
                Duration.ofMinutes(config.session_idle_minutes()),
                Duration.ofHours(config.session_max_hours()),
                config.session_max_count(),
                config.session_max_per_account());
    }

    ConsoleSessions(InstantSource clock, Duration idle, Duration longest, int most, int mostOfOne) {
        this.clock = clock;
        this.idle = idle;
        this.longest = longest;
        this.most = Math.max(1, most);
        this.mostOfOne = Math.max(1, mostOfOne);
    }

    synchronized ConsoleSession create(Account account) {
        Instant now = clock.instant();
        byId.values().removeIf(session -> isOver(session, now));
        if (sessionsOf(account.name()).count() >= mostOfOne) {
            endLongestUnused(account.name());
        }
        if (byId.size() >= most) {
            byId.values().stream()
                    .collect(Collectors.groupingBy(session -> session.account().name(), Collectors.counting()))
                    .entrySet()
                    .stream()
                    .max(Map.Entry.comparingByValue())
                    .ifPresent(greediest -> endLongestUnused(greediest.getKey()));
        }
        ConsoleSession session = new ConsoleSession(account, now);
        byId.put(session.id(), session);
        return session;
    }

    /** Returns the session with this id and marks it as used; empty if there is none or it is over. */
    Optional<ConsoleSession> find(String id) {
        Optional<ConsoleSession> session = look(id);
        session.ifPresent(found -> found.use(clock.instant()));
        return session;
    }

    /** Returns the session with this id, which a page that asks again and again does not keep alive; empty if it is over. */
    Optional<ConsoleSession> look(String id) {
        ConsoleSession session = byId.get(id);
        if (session != null && isOver(session, clock.instant())) {
            byId.remove(id);
            return Optional.empty();
        }
        return Optional.ofNullable(session);
    }

    void end(String id) {
        byId.remove(id);
    }

    @Override
    public void passwordChanged(String name) {
        removed(name);
    }

    @Override
    public void groupsChanged(Account account) {
        sessionsOf(account.name()).forEach(session -> session.update(account));
    }

    @Override
    public void removed(String name) {
        byId.values().removeIf(session -> session.account().name().equals(name));
    }

    private Stream<ConsoleSession> sessionsOf(String name) {
        return byId.values().stream().filter(session -> session.account().name().equals(name));
    }

    private void endLongestUnused(String name) {
        sessionsOf(name).min(Comparator.comparing(ConsoleSession::used)).ifPresent(oldest -> byId.remove(oldest.id()));
    }

    private boolean isOver(ConsoleSession session, Instant now) {
        return !now.isBefore(session.used().plus(idle))
                || !now.isBefore(session.created().plus(longest));
    }
}
