package com.example.caller;

import com.example.cookbook.dictionary.Dictionary;
import io.bouquet.web.ProblemException;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Calls another plugin. */
@Component(service = Explainer.class)
@JaxrsResource
@Path("cookbook-caller/{word}")
public final class Explainer {
    private final Dictionary dictionary;

    @Activate
    public Explainer(@Reference Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Explains a word. */
    @GET
    public String explain(@PathParam("word") String word) {
        return dictionary
                .meaning(word)
                .orElseThrow(() -> ProblemException.notFound("the dictionary does not know '" + word + "'"));
    }
}
