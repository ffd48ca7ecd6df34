package io.bouquet.events.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;

/**
 * One client that listens. It knows only which event it was sent last, and takes the next one from the log when the client
 * can take it; so neither a client that reads slowly nor the number of clients holds threads or fills the memory.
 */
final class EventStream implements WriteListener, AsyncListener {
    private static final byte[] BEGIN = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

    final long begin = System.nanoTime();

    private final EventLog log;
    private final String account;
    private final String token;
    private final Predicate<String> isInGroup;
    private final List<String> topics;
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Runnable onEnd;

    // all below is guarded by this
    private long sent;
    private boolean missesEvents;
    private boolean isOpen;
    private boolean unflushed;
    private boolean pinged;
    private boolean ended;

    /**
     * @param account      name of the client's account
     * @param token        id of the client's token; the empty string for other credentials
     * @param isInGroup    whether the account may do what a group may
     * @param sent         number of the last event that the client has
     * @param missesEvents whether the client missed events that are not kept
     * @param topics       with all topics below them; empty for all
     * @param onEnd        runs once
     */
    EventStream(
            EventLog log,
            String account,
            String token,
            Predicate<String> isInGroup,
            long sent,
            boolean missesEvents,
            List<String> topics,
            AsyncContext async,
            ServletOutputStream out,
            Runnable onEnd) {
        this.log = log;
        this.account = account;
        this.token = token;
        this.isInGroup = isInGroup;
        this.sent = sent;
        this.missesEvents = missesEvents;
        this.topics = topics;
        this.async = async;
        this.out = out;
        this.onEnd = onEnd;
    }

    String account() {
        return account;
    }

    String token() {
        return token;
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        if (!isOpen && !ended) {
            isOpen = true;
            write(BEGIN);
        }
        send();
    }

    /** Sends as many events as the client takes without waiting. */
    synchronized void proceed() {
        try {
            send();
        } catch (IOException | IllegalStateException e) {
            end();
        }
    }

    private void send() throws IOException {
        if (!isOpen || ended) {
            return;
        }
        while (out.isReady()) {
            if (unflushed) {
                unflushed = false;
                out.flush();
                continue;
            }
            if (sent + 1 < log.first()) {
                missesEvents = true;
                sent = log.first() - 1;
            }
            if (missesEvents) {
                missesEvents = false;
                write(Event.lines("", "gap", Instant.now(), Map.of()));
                continue;
            }
            Event next = log.after(sent);
            if (next == null) {
                return;
            }
            sent = next.number();
            if (isWanted(next)) {
                write(next.bytes());
            }
        }
    }

    private void write(byte[] lines) throws IOException {
        pinged = true;
        unflushed = true;
        out.write(lines);
    }

    private boolean isWanted(Event event) {
        Set<String> groups = event.groups();
        return (groups.isEmpty() || groups.stream().anyMatch(isInGroup))
                && (topics.isEmpty()
                        || topics.stream()
                                .anyMatch(topic -> event.topic().equals(topic)
                                        || event.topic().startsWith(topic + "/")));
    }

    /** Sends a comment to a client that got nothing since the last call, so that both sides see if the other has gone. */
    synchronized void ping() {
        try {
            if (isOpen && !ended && !pinged && out.isReady()) {
                write(PING);
            }
            pinged = false;
            send();
        } catch (IOException | IllegalStateException e) {
            end();
        }
    }

    /** Tells the client that the stream ends and why, if it can take that at once, and ends the stream. */
    synchronized void end(String reason) {
        try {
            if (isOpen && !ended && out.isReady()) {
                out.write(Event.lines("", "ending", Instant.now(), Map.of("reason", reason)));
            }
        } catch (IOException | IllegalStateException e) {
            // the client has gone
        }
        end();
    }

    private synchronized void end() {
        if (!ended) {
            ended = true;
            onEnd.run();
            try {
                async.complete();
            } catch (IllegalStateException e) {
                // it was completed meanwhile, since the client has gone
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
