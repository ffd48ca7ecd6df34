package com.example.cookbook;

import io.bouquet.web.ProblemException;
import io.bouquet.web.Status;
import io.bouquet.web.binding.FilePart;
import java.io.IOException;
import java.io.InputStream;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.FormParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Uploads: takes a form with a file, and reads the file part by part. */
@Component(service = Photos.class)
@JaxrsResource
@Path("cookbook/photos")
@Produces("application/json")
public final class Photos {
    private static final int MOST = 5_000_000;

    /** What arrived. */
    record Photo(String caption, String type, long bytes) {}

    /**
     * Takes a photo.
     *
     * @param photo at most 5,000,000 bytes
     */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Status(201)
    public Photo take(@FormParam("caption") @NotBlank String caption, @FormParam("photo") @NotNull FilePart photo)
            throws IOException {
        long bytes = 0;
        byte[] part = new byte[8192];
        try (InputStream content = photo.open()) {
            for (int read = content.read(part); read >= 0; read = content.read(part)) {
                bytes += read;
                if (bytes > MOST) {
                    throw ProblemException.tooLarge("a photo has at most " + MOST + " bytes");
                }
            }
        }
        return new Photo(caption, photo.contentType(), bytes);
    }
}
