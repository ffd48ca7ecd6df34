package com.example.cookbook;

import io.bouquet.events.Events;
import java.util.Map;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Events: tells clients that listen when a dish is ready. */
@Component(service = Bell.class)
@JaxrsResource
@Path("cookbook/bell/{dish}")
public final class Bell {
    private final Events events;

    @Activate
    public Bell(@Reference Events events) {
        this.events = events;
    }

    /** Rings for a dish. */
    @POST
    public void ring(@PathParam("dish") String dish) {
        events.publish("com.example.cookbook/ready", Map.of("dish", dish));
    }
}
