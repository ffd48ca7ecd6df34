package io.bouquet.web.internal;

import io.bouquet.accounts.Caller;
import io.bouquet.accounts.Tokens;
import io.bouquet.web.spi.RequestAuthenticator;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Authenticates requests by bearer tokens (RFC 6750) in the header {@code Authorization}. */
@Component(property = Constants.SERVICE_RANKING + ":Integer=100")
public final class BearerAuthenticator implements RequestAuthenticator {
    static final String CHALLENGE = "Bearer realm=\"bouquet\"";

    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    @Activate
    public BearerAuthenticator(@Reference Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        String token = token(request);
        return token == null ? Optional.empty() : tokens.authenticate(token, request.getRemoteAddr());
    }

    /** Answers all requests with a bearer token, also of other kinds, that no authenticator accepts. */
    @Override
    public boolean challenge(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (token(request) == null) {
            return false;
        }
        String why = "the token is unknown, expired or revoked";
        response.setHeader(
                "WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\", error_description=\"" + why + "\"");
        new Problem(401, why).sendTo(response);
        return true;
    }

    /** Returns the challenge for a token that lacks scopes. */
    static String insufficient(SortedSet<String> needed) {
        return CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + String.join(" ", needed) + "\"";
    }

    private static @Nullable String token(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }
}
