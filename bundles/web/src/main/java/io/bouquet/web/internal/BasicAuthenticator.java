package io.bouquet.web.internal;

import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.Tokens;
import io.bouquet.web.spi.RequestAuthenticator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Authenticates requests by HTTP Basic (RFC 7617) and the platform's accounts. For clients that know only Basic, the password
 * may be a token, and the name its id or its account.
 */
@Component
public final class BasicAuthenticator implements RequestAuthenticator {
    static final String CHALLENGE = "Basic realm=\"bouquet\", charset=\"UTF-8\"";

    private static final String SCHEME = "Basic ";
    /** It authenticates its clients itself, as OAuth requires. */
    private static final String TOKEN_ENDPOINT = "/api/token";

    private final Accounts accounts;
    private final Tokens tokens;

    @Activate
    public BasicAuthenticator(@Reference Accounts accounts, @Reference Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || request.getRequestURI().equals(TOKEN_ENDPOINT)) {
            return Optional.empty();
        }
        String credentials;
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            credentials = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not Base64, so no credentials of anybody
        }
        int colon = credentials.indexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String name = credentials.substring(0, colon);
        String password = credentials.substring(colon + 1);
        return password.startsWith(Tokens.PREFIX)
                ? tokens.authenticate(password, request.getRemoteAddr())
                        .filter(caller -> name.equals(caller.token())
                                || name.equalsIgnoreCase(caller.account().name()))
                : accounts.authenticate(name, password, request.getRemoteAddr()).map(Caller::of);
    }
}
