package io.bouquet.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.Account;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionAuthenticatorTest {
    private static final Map<String, String> SOCKET = Map.of("Upgrade", "WebSocket", "Origin", "http://localhost");

    private final ConsoleSessions sessions =
            new ConsoleSessions(Instant::now, Duration.ofMinutes(30), Duration.ofHours(12), 3, 3);
    private final SessionAuthenticator authenticator = new SessionAuthenticator(sessions);
    private final String id = sessions.create(new Account("ann", Set.of())).id();

    private HttpServletRequest request(String method, String path, Map<String, String> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getServletPath" -> path;
                    case "getLocalPort" -> 8181;
                    case "getHeader" -> headers.get(arguments[0]);
                    case "getCookies" -> new Cookie[] {new Cookie("bouquet-8181", id)};
                    default -> null;
                });
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /console/plugins, true",
        "GET, /docs, true",
        "POST, /docs, false",
        "GET, /api/taggers, false",
        "GET, /api/annotate/live, false"
    })
    void knowsUsersByTheirSessionInTheConsole(String method, String path, boolean known) {
        assertThat(authenticator.authenticate(request(method, path, Map.of())).isPresent())
                .isEqualTo(known);
    }

    @Test
    void knowsUsersByTheirSessionIfAPageOpensAWebSocket() {
        assertThat(authenticator.authenticate(request("GET", "/api/annotate/live", SOCKET)))
                .isPresent();
        assertThat(authenticator.authenticate(request("GET", "/api/annotate/live", Map.of("Upgrade", "websocket"))))
                .isEmpty();
        assertThat(authenticator.authenticate(
                        request("GET", "/api/annotate/live", Map.of("Origin", "http://localhost"))))
                .isEmpty();
    }
}
