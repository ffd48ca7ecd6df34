package com.example.hello;

import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

@Component(service = HelloService.class)
@JaxrsResource
@JSONRequired
@Path("hello/{name}")
@Produces("application/json")
public final class HelloService {
    record Greeting(String message) {}

    @GET
    public Greeting hello(@PathParam("name") String name) {
        return new Greeting("Hello, " + name + "!");
    }
}
