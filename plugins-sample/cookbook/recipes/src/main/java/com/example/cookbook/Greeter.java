package com.example.cookbook;

import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration: greets as {@code etc/com.example.cookbook.greeter.cfg} says. */
@Component(service = Greeter.class, configurationPid = "com.example.cookbook.greeter")
@Designate(ocd = Greeter.Config.class)
@JaxrsResource
@Path("cookbook/greeting/{name}")
public final class Greeter {
    /** The settings of the greeter. */
    @ObjectClassDefinition(name = "Cookbook: greeter")
    @interface Config {
        @AttributeDefinition(description = "The word before the name")
        String word() default "Hello";

        @AttributeDefinition(description = "How often to say it", min = "1")
        int times() default 1;
    }

    private final Config config;

    @Activate
    public Greeter(Config config) {
        if (config.times() < 1) {
            throw new IllegalArgumentException("times = " + config.times() + " is not possible; set 1 or more");
        }
        this.config = config;
    }

    /** Greets somebody. */
    @GET
    public String greet(@PathParam("name") String name) {
        return (config.word() + " ").repeat(config.times()) + name + "!";
    }
}
