package com.example.feedback;

import javax.ws.rs.*;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

@Component(service = Feedback.class) @JaxrsResource @Path("feedback")
public final class Feedback {
    @GET public String ask() { return "Tell us what you think."; }
}
