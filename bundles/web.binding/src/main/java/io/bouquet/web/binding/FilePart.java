package io.bouquet.web.binding;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A file in a {@code multipart/form-data} body: the type of a {@code @FormParam}. It can be read during the request. */
@ProviderType
public interface FilePart {
    /** Returns the name of the file on the client; empty if the client sent none. It is not safe to use as a path. */
    Optional<String> fileName();

    /** Returns the media type that the client named, {@code text/plain} if it named none. */
    String contentType();

    /** Opens the content. */
    InputStream open() throws IOException;
}
