package io.bouquet.tagging.oip;

import javax.ws.rs.core.Application;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** An application of its own, since the protocol fixes its paths. */
@Component(service = Application.class)
@JaxrsName(OipApplication.NAME)
@JaxrsApplicationBase(OipApplication.BASE)
public final class OipApplication extends Application {
    static final String NAME = "bouquet-oip";
    static final String BASE = "/v2";
}
