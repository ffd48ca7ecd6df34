package io.bouquet.web.internal;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.web.spi.RequestAuthenticator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Authenticates requests by HTTP Basic (RFC 7617) and the platform's accounts. */
@Component
public final class BasicAuthenticator implements RequestAuthenticator {
    static final String CHALLENGE = "Basic realm=\"bouquet\", charset=\"UTF-8\"";

    private static final String SCHEME = "Basic ";

    private final Accounts accounts;

    @Activate
    public BasicAuthenticator(@Reference Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Optional<Account> authenticate(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
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
        return colon < 1
                ? Optional.empty()
                : accounts.authenticate(
                        credentials.substring(0, colon), credentials.substring(colon + 1), request.getRemoteAddr());
    }
}
