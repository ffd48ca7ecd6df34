package io.bouquet.tagging.rest.internal;

import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.TaggingException;
import io.bouquet.tagging.TimeLimitException;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.List;
import java.util.Map;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import javax.ws.rs.ext.Providers;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** Maps exceptions of the broker that a resource does not catch, for example a resource of a plugin. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("bouquet-problems-tagging")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
public final class TaggingExceptionMapper implements ExceptionMapper<TaggingException> {
    // set by JAX-RS
    @Context
    @Nullable
    Providers providers;

    @Override
    public Response toResponse(TaggingException e) {
        ProblemException problem = problem(e);
        Providers others = providers;
        ExceptionMapper<ProblemException> mapper =
                others == null ? null : others.getExceptionMapper(ProblemException.class);
        return mapper == null ? Response.status(problem.status()).build() : mapper.toResponse(problem);
    }

    /**
     * Returns the problem. Its location is only the name of the field, because the broker does not know the request.
     */
    static ProblemException problem(TaggingException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnknownLayerException unknown) {
            return ProblemException.unprocessable(
                    List.of(new FieldError("enum", List.of("layers"), message, unknown.layer(), Map.of())));
        }
        if (e instanceof UnknownLanguageException unknown) {
            return ProblemException.unprocessable(
                    List.of(new FieldError("enum", List.of("language"), message, unknown.language(), Map.of())));
        }
        if (e instanceof OverloadedException overloaded) {
            return ProblemException.unavailable(message, overloaded.retryAfterSeconds());
        }
        if (e instanceof AwaitedTaggerException awaited) {
            return ProblemException.unavailable(message, awaited.retryAfterSeconds());
        }
        return ProblemException.of(e instanceof TimeLimitException ? 504 : 422, message);
    }
}
