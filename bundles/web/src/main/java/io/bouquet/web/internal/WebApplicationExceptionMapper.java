package io.bouquet.web.internal;

import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** Answers the exceptions of JAX-RS, whether JAX-RS or a resource throws them. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("bouquet-problems-jaxrs")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
public final class WebApplicationExceptionMapper implements ExceptionMapper<WebApplicationException> {
    @Override
    public Response toResponse(WebApplicationException e) {
        Response response = e.getResponse();
        int status = response.getStatus();
        if (response.hasEntity() || status < 400) {
            return response;
        }
        Problem problem = new Problem(status, detail(status, e));
        return Problems.with(problem, Response.fromResponse(response)).build();
    }

    private static String detail(int status, WebApplicationException e) {
        String message = e.getMessage();
        // "HTTP 404 Not Found" is the default message of JAX-RS
        if (message != null && !message.isBlank() && !message.startsWith("HTTP ")) {
            return message;
        }
        return switch (status) {
            case 400 -> "a parameter of the request cannot be read";
            // JAX-RS also throws this for a path or query parameter of the wrong form
            case 404 ->
                e.getCause() == null ? "nothing answers at this path" : "a parameter of the request cannot be read";
            case 405 -> "this path does not take the method";
            case 406 -> "this path does not answer in a type that the Accept header names";
            case 415 -> "this path does not take the content type of the request";
            default -> Problem.title(status);
        };
    }
}
