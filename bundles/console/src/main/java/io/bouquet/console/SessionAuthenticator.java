package io.bouquet.console;

import io.bouquet.accounts.Caller;
import io.bouquet.web.spi.RequestAuthenticator;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Authenticates users of the console by their session, for paths of the console, for reading the documentation of the API and
 * for WebSockets that a page opens only. Browsers send the cookie with requests from other sites too, and REST requests have no CSRF token against that.
 */
@Component
public final class SessionAuthenticator implements RequestAuthenticator {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

    private final ConsoleSessions sessions;

    @Activate
    public SessionAuthenticator(@Reference ConsoleSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        if (!hasSessions(request)) {
            return Optional.empty();
        }
        boolean isPolled = ConsolePath.of(request).equals(ConsolePath.OPENAPI);
        return ConsoleCookie.SESSION
                .read(request)
                .flatMap(id -> isPolled ? sessions.look(id) : sessions.find(id))
                .map(ConsoleSession::caller);
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
        if (hasSessions(request)) {
            Frame.redirect(response, ConsolePath.login(request));
            return true;
        }
        return false;
    }

    private static boolean hasSessions(HttpServletRequest request) {
        String path = ConsolePath.of(request);
        return ConsolePath.isConsole(path)
                || ConsolePath.isDocs(path) && SAFE_METHODS.contains(request.getMethod())
                || isSocketOfAPage(request);
    }

    /** A browser names the page that opens a WebSocket, and the request guard has refused pages of other sites. */
    private static boolean isSocketOfAPage(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade")) && request.getHeader("Origin") != null;
    }
}
