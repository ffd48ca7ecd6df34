package io.bouquet.events.rest;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The latest events, in memory. Streams read from it at their own speed. Thread-safe. */
@Component(service = EventLog.class, configurationPid = EventLog.PID)
@Designate(ocd = EventLog.Config.class)
public final class EventLog {
    static final String PID = "io.bouquet.events";

    /** How many events are kept, and how many clients may listen. */
    @ObjectClassDefinition(name = "Bouquet events")
    @interface Config {
        @AttributeDefinition(description = "Latest events that are kept, for clients that come back")
        int keptEvents() default 1_000;

        @AttributeDefinition(description = "Bytes that the kept events may have together")
        int keptBytes() default 4 * 1024 * 1024;

        @AttributeDefinition(description = "Clients that may listen at the same time; more are refused with 503")
        int maxStreams() default 2_000;

        @AttributeDefinition(description = "Seconds after which a client without events gets a comment")
        int pingSeconds() default 15;

        @AttributeDefinition(
                description =
                        "Minutes after which a client must connect again, so that its credentials are checked again")
        int streamMinutes() default 15;
    }

    private final Config config;
    /** Differs after each start, so that ids of an earlier one are not taken for those of this one. */
    private final String prefix;

    private final AtomicInteger streams = new AtomicInteger();
    /** An event is at its number modulo the length. Guarded by this, as are the next three fields. */
    private final @Nullable Event[] kept;

    private int bytes;
    private long first = 1;
    private long last;
    private volatile Runnable listener = () -> {};

    @Activate
    public EventLog(Config config) {
        this(config, Long.toString(System.currentTimeMillis(), Character.MAX_RADIX));
    }

    EventLog(Config config, String prefix) {
        this.config = config;
        this.prefix = prefix + "-";
        kept = new @Nullable Event[Math.max(1, config.keptEvents())];
    }

    Config config() {
        return config;
    }

    /** @param told runs after each event, on the thread of its publisher; must be short */
    void listener(Runnable told) {
        listener = told;
    }

    void add(String topic, Set<String> groups, Map<String, ?> data) {
        synchronized (this) {
            byte[] lines = Event.lines(prefix + (last + 1), topic, Instant.now(), data);
            if (last - first + 1 == kept.length) {
                forgetFirst();
            }
            last++;
            kept[place(last)] = new Event(last, topic, groups, lines);
            bytes += lines.length;
            while (bytes > config.keptBytes() && first < last) {
                forgetFirst();
            }
        }
        listener.run();
    }

    private int place(long number) {
        return (int) (number % kept.length);
    }

    private void forgetFirst() {
        Event oldest = kept[place(first)];
        kept[place(first)] = null;
        bytes -= oldest == null ? 0 : oldest.bytes().length;
        first++;
    }

    /** Returns the number of the latest event; 0 if there was none. */
    synchronized long last() {
        return last;
    }

    /** Returns the number of the oldest event that is kept; the number of the next event if none is. */
    synchronized long first() {
        return first;
    }

    /** Returns the first event after {@code number} that is kept; null if there is none. */
    synchronized @Nullable Event after(long number) {
        return number >= last ? null : kept[place(Math.max(first, number + 1))];
    }

    /**
     * Returns the number of the event with this id.
     *
     * @param id as a client got it
     * @return -1 if the id is not of this log
     */
    long number(String id) {
        try {
            long number = id.startsWith(prefix) ? Long.parseLong(id.substring(prefix.length())) : -1;
            return number <= last() ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Takes one of the places for streams; returns false if all are taken. */
    boolean enter() {
        if (streams.incrementAndGet() <= config.maxStreams()) {
            return true;
        }
        streams.decrementAndGet();
        return false;
    }

    void leave() {
        streams.decrementAndGet();
    }

    int streams() {
        return streams.get();
    }
}
