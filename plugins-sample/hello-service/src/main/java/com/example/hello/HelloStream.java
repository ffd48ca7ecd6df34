package com.example.hello;

import io.bouquet.web.RequestLease;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.StreamingOutput;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** A line of JSON now and then, until all are sent or this bundle has to go. */
@Component(service = HelloStream.class)
@JaxrsResource
@Path("hello/{name}/stream")
@Produces("application/x-ndjson")
public final class HelloStream {
    /**
     * Streams greetings. The last line says whether all were sent, or the plugin is being replaced.
     *
     * @param count  number of lines
     * @param millis pause between two lines
     * @return one JSON object for each line
     */
    @GET
    public StreamingOutput greetings(
            @QueryParam("count") @DefaultValue("100") int count,
            @QueryParam("millis") @DefaultValue("20") int millis,
            @Context HttpServletRequest request) {
        Optional<RequestLease> lease = RequestLease.of(request);
        return out -> {
            int sent = 0;
            while (sent < count && !lease.map(RequestLease::isEnding).orElse(false)) {
                line(out, "{\"greeting\":" + ++sent + "}\n");
                pause(millis);
            }
            line(out, "{\"sent\":" + sent + ",\"end\":\"" + (sent < count ? "replaced" : "complete") + "\"}\n");
        };
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void pause(int millis) throws InterruptedIOException {
        try {
            Thread.sleep(Math.max(0, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
