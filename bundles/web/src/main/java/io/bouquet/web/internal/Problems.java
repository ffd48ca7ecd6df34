package io.bouquet.web.internal;

import javax.ws.rs.core.Response;

/** Creates JAX-RS responses with problems. The body is a byte array, so no extension is needed to write it. */
final class Problems {
    private Problems() {}

    static Response.ResponseBuilder response(Problem problem) {
        return with(problem, Response.status(problem.status()));
    }

    static Response.ResponseBuilder with(Problem problem, Response.ResponseBuilder response) {
        return response.type(Problem.MEDIA_TYPE).entity(problem.toJson());
    }
}
