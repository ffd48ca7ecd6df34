package io.bouquet.events.rest;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.spi.AccountListener;
import io.bouquet.common.BackgroundThread;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestCaller;
import io.bouquet.web.RequestLease;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.servlet.AsyncContext;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves {@code /api/events}: server-sent events. A servlet and not a JAX-RS resource, since JAX-RS has no writes that do
 * not block, and so that streams do not end when the JAX-RS whiteboard rewires.
 */
@Component(service = {Servlet.class, AccountListener.class})
@HttpWhiteboardServletPattern("/*")
@HttpWhiteboardServletAsyncSupported
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=" + EventsContext.NAME + ")")
public final class EventsServlet extends HttpServlet implements AccountListener {
    private static final long serialVersionUID = 1L;
    private static final String TYPE = "text/event-stream";
    private static final Pattern ACCEPTS_TYPE = Pattern.compile("(?i).*(text/event-stream|text/\\*|\\*/\\*).*");
    private static final String STOPS = "the platform stops, or its events are being replaced";
    private static final int RETRY_AFTER_SECONDS = 5;
    /** Small, since each stream has such a buffer; an event that is longer is sent without it. */
    private static final int BUFFER_BYTES = 512;

    private final transient EventLog log;
    private final transient Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final transient BackgroundThread sender = new BackgroundThread("bouquet-events");
    private final transient AtomicBoolean willSend = new AtomicBoolean();

    @Activate
    public EventsServlet(@Reference EventLog log) {
        this.log = log;
        log.listener(this::sendSoon);
        sender.repeat(Duration.ofSeconds(log.config().pingSeconds()), this::ping);
    }

    @Deactivate
    void deactivate() {
        log.listener(() -> {});
        sender.close();
        end(stream -> true, STOPS);
    }

    private void sendSoon() {
        if (!willSend.getAndSet(true)) {
            sender.execute(() -> {
                willSend.set(false);
                streams.forEach(EventStream::proceed);
            });
        }
    }

    private void ping() {
        long oldest = System.nanoTime()
                - Duration.ofMinutes(log.config().streamMinutes()).toNanos();
        end(stream -> stream.begin - oldest < 0, "the credentials are to be checked again");
        streams.forEach(EventStream::ping);
    }

    private void end(Predicate<EventStream> which, String reason) {
        for (EventStream stream : streams) {
            if (which.test(stream)) {
                stream.end(reason);
            }
        }
    }

    @Override
    public void passwordChanged(String name) {
        end(stream -> stream.account().equals(name), "the password has changed");
    }

    @Override
    public void groupsChanged(Account account) {
        end(stream -> stream.account().equals(account.name()), "the groups of the account have changed");
    }

    @Override
    public void removed(String name) {
        end(stream -> stream.account().equals(name), "the account was removed");
    }

    @Override
    public void tokenRevoked(String id) {
        end(stream -> stream.token().equals(id), "the token was revoked");
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType(TYPE);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            listen(request, response);
        } catch (ProblemException e) {
            e.sendTo(response);
        }
    }

    private void listen(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String below = request.getPathInfo();
        if (below != null && !below.isEmpty() && !below.equals("/")) {
            throw ProblemException.notFound("nothing answers at this path; events are at " + EventsContext.PATH);
        }
        String accept = request.getHeader("Accept");
        if (accept != null && !ACCEPTS_TYPE.matcher(accept).matches()) {
            throw ProblemException.of(406, "this path answers with " + TYPE + " only");
        }
        List<String> topics = topics(request);
        if (!log.enter()) {
            throw ProblemException.unavailable(
                    log.config().maxStreams() + " clients listen already, the limit; try again soon",
                    RETRY_AFTER_SECONDS);
        }
        boolean begun = false;
        try {
            begin(request, response, topics);
            begun = true;
        } finally {
            if (!begun) {
                log.leave();
            }
        }
    }

    private static List<String> topics(HttpServletRequest request) {
        List<String> topics = new ArrayList<>();
        String[] values = request.getParameterValues("topic");
        for (String value : values == null ? new String[0] : values) {
            Arrays.stream(value.split(",", -1)).map(String::strip).forEach(topics::add);
        }
        if (topics.contains("")) {
            throw ProblemException.unprocessable(List.of(new FieldError(
                    "string_too_short",
                    List.of("query", "topic"),
                    "must have at least 1 character",
                    "",
                    Map.of("min_length", 1))));
        }
        return topics;
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, List<String> topics)
            throws IOException {
        response.setBufferSize(BUFFER_BYTES);
        response.setContentType(TYPE);
        response.setCharacterEncoding("UTF-8");
        // for proxies that would keep events back
        response.setHeader("X-Accel-Buffering", "no");
        String lastId = request.getHeader("Last-Event-ID");
        long sent = lastId == null || lastId.isEmpty() ? log.last() : log.number(lastId);
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        EventStream[] self = new EventStream[1];
        EventStream stream = new EventStream(
                log,
                String.valueOf(request.getRemoteUser()),
                RequestCaller.of(request).map(Caller::token).orElse(""),
                request::isUserInRole,
                Math.max(sent, 0),
                sent < 0,
                topics,
                async,
                response.getOutputStream(),
                () -> {
                    log.leave();
                    streams.remove(self[0]);
                });
        self[0] = stream;
        streams.add(stream);
        async.addListener(stream);
        RequestLease.of(request).ifPresent(lease -> lease.onEnding(() -> stream.end(STOPS)));
        response.getOutputStream().setWriteListener(stream);
    }
}
