package com.example.cookbook;

import io.bouquet.web.RequestLease;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.sse.OutboundSseEvent;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Streams: one line of JSON, or one event, at a time. */
@Component(service = Countdown.class)
@JaxrsResource
@Path("cookbook/countdown/{from}")
public final class Countdown {
    /** A number on the way to 0. */
    record Left(int left) {}

    private static Stream<Left> left(int from) {
        return IntStream.rangeClosed(0, from).mapToObj(done -> new Left(from - done));
    }

    /** Counts down in JSON lines. */
    @GET
    @Produces("application/x-ndjson")
    public Stream<Left> lines(@PathParam("from") @Min(0) @Max(1_000_000) int from) {
        return left(from);
    }

    /** Counts down in server-sent events. */
    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @PathParam("from") @Min(0) @Max(1_000) int from,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServletRequest request) {
        Optional<RequestLease> lease = RequestLease.of(request);
        try (sink) {
            for (Left left : left(from).toList()) {
                if (lease.map(RequestLease::isEnding).orElse(false)) {
                    return;
                }
                OutboundSseEvent event = sse.newEventBuilder()
                        .name("left")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(Left.class, left)
                        .build();
                // waits until the client has taken it: closing the sink drops what is still unsent
                sink.send(event).toCompletableFuture().join();
            }
        }
    }
}
