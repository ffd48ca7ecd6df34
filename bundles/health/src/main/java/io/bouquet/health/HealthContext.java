package io.bouquet.health;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.context.ServletContextHelper;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContext;

/** A servlet context below {@code /api}; the other paths belong to the JAX-RS whiteboard. */
@Component(service = ServletContextHelper.class)
@HttpWhiteboardContext(name = HealthContext.NAME, path = HealthContext.PATH)
public final class HealthContext extends ServletContextHelper {
    static final String NAME = "bouquet-health";
    static final String PATH = "/api/health";
}
