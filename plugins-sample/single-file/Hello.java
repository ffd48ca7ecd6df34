import javax.ws.rs.*;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

@Component(service = Hello.class) @JaxrsResource @Path("/hi")
public class Hello {
    /** Greets somebody. */
    @GET @Path("{name}")
    public String hello(@PathParam("name") String name) { return "Hello, " + name; }
}
