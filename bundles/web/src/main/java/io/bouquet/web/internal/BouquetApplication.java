package io.bouquet.web.internal;

import io.bouquet.web.ApiResource;
import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** The JAX-RS application of the platform's own API; {@link ApiResource} adds a resource to it. */
@Component(service = Application.class)
@JaxrsName(ApiResource.APPLICATION)
@JaxrsApplicationBase("/api")
public final class BouquetApplication extends Application {}
