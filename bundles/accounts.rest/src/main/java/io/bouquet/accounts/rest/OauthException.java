package io.bouquet.accounts.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;

/** Thrown to answer with an OAuth 2.0 error (RFC 6749, 5.2). */
final class OauthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String description;

    OauthException(String error, String description) {
        this(400, error, description);
    }

    OauthException(int status, String error, String description) {
        super(error + ": " + description);
        this.status = status;
        this.error = error;
        this.description = description;
    }

    static OauthException invalidClient() {
        return new OauthException(401, "invalid_client", "no token or account has this id and secret");
    }

    Response toResponse() {
        // only these characters are allowed
        OauthError answer = new OauthError(error, description.replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", "'"));
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(answer);
        return status == 401
                ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"bouquet\", charset=\"UTF-8\"")
                        .build()
                : response.build();
    }

    /** An error of OAuth 2.0. */
    record OauthError(
            String error, @JsonProperty("error_description") String description) {}
}
