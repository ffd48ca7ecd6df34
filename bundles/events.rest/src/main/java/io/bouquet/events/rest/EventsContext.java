package io.bouquet.events.rest;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.context.ServletContextHelper;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContext;

/** A servlet context below {@code /api}; the other paths belong to the JAX-RS whiteboard. */
@Component(service = ServletContextHelper.class)
@HttpWhiteboardContext(name = EventsContext.NAME, path = EventsContext.PATH)
public final class EventsContext extends ServletContextHelper {
    static final String NAME = "bouquet-events";
    static final String PATH = "/api/events";
}
