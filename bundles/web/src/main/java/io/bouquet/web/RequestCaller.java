package io.bouquet.web;

import io.bouquet.accounts.Caller;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;

/** The caller of a request, for resources that need more than the name and the groups. */
public final class RequestCaller {
    /** Name of the request attribute. */
    public static final String ATTRIBUTE = "io.bouquet.web.caller";

    private RequestCaller() {}

    /** Returns the caller; empty for a request without an account. */
    public static Optional<Caller> of(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }
}
