package io.bouquet.console;

import io.bouquet.accounts.Caller;
import io.bouquet.web.spi.RequestAuthenticator;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Authenticates users of the console by their session, for paths of the console only. Browsers send the cookie with
 * requests from other sites too, and REST requests have no CSRF token against that.
 */
@Component
public final class SessionAuthenticator implements RequestAuthenticator {
    private final ConsoleSessions sessions;

    @Activate
    public SessionAuthenticator(@Reference ConsoleSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        return ConsolePath.isConsole(ConsolePath.of(request))
                ? ConsoleCookie.SESSION.read(request).flatMap(sessions::find).map(ConsoleSession::caller)
                : Optional.empty();
    }

    @Override
    public boolean isPublic(HttpServletRequest request) {
        String path = ConsolePath.of(request);
        return path.equals(ConsolePath.LOGIN)
                || path.startsWith(ConsolePath.ASSETS) && Assets.has(path.substring(ConsolePath.ASSETS.length()));
    }

    @Override
    public boolean challenge(HttpServletRequest request, HttpServletResponse response) {
        String accept = request.getHeader("Accept");
        if (accept == null || !accept.contains("text/html")) {
            return false;
        }
        if (ConsolePath.isConsole(ConsolePath.of(request))) {
            Frame.redirect(response, ConsolePath.login(request));
            return true;
        }
        return false;
    }
}
