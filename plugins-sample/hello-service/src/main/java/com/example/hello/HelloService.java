package com.example.hello;

import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Greets people. */
@Component(service = HelloService.class)
@JaxrsResource
@JSONRequired
@Path("hello/{name}")
@Produces("application/json")
public final class HelloService {
    /** @param message a greeting with the name */
    record Greeting(String message) {}

    /**
     * Says hello.
     *
     * @param name whom to greet
     * @return the greeting
     */
    @GET
    public Greeting hello(@PathParam("name") String name) {
        return new Greeting("Hello, " + name + "!");
    }
}
