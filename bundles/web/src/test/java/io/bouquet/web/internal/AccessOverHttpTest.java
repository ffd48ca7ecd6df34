package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.bouquet.accounts.Audit;
import io.bouquet.accounts.Caller;
import io.bouquet.web.RequestCaller;
import io.bouquet.web.spi.RequestAuthenticator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.annotation.Annotation;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.annotation.security.DenyAll;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.SecurityContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, hosts, origins and limits of the guard, and what it records. */
class AccessOverHttpTest {
    private static final String APP = "https://app.example";
    private static final String ELSEWHERE = "203.0.113.7";

    private final Stubs.AdasTokens tokens = new Stubs.AdasTokens();
    private final List<Audit.Event> done = new CopyOnWriteArrayList<>();
    private final List<Audit.Event> refused = new CopyOnWriteArrayList<>();
    private final RequestGuard guard = Stubs.guard(Stubs.config(1_000, 3, 5, 2));
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        guard.accounts = new Stubs.AdasAccounts();
        guard.authenticators = Stubs.registered(Stubs.basic(), new BearerAuthenticator(tokens), new Lobby());
        guard.audit = new Audit() {
            @Override
            public void done(Event event) {
                done.add(event);
            }

            @Override
            public void refused(Event event) {
                refused.add(event);
            }
        };
        server = new TestServer(guard, new RoleGuard(), new Hall());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private HttpRequest.Builder withToken(String path, String... scopes) {
        return server.request(path).header("Authorization", "Bearer " + tokens.with(scopes));
    }

    @Test
    void letsATokenInAndLimitsItsAccount() throws Exception {
        assertThat(server.send(withToken("/hall", "read")).body()).isEqualTo("ada, admin: false, reader: true");
        assertThat(server.send(withToken("/hall", "read", "admin")).body()).isEqualTo("ada, admin: true, reader: true");
        assertThat(server.send(server.request("/hall").header("Authorization", "bearer  " + tokens.with("read")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesATokenAsAPasswordForClientsThatKnowOnlyBasic() throws Exception {
        String secret = tokens.with("read");
        String id = "id-" + secret.hashCode();
        assertThat(server.send(server.requestOf("ada", secret, "/hall")).statusCode())
                .isEqualTo(200);
        assertThat(server.send(server.requestOf(id, secret, "/hall")).statusCode())
                .isEqualTo(200);
        assertThat(server.send(server.requestOf("bob", secret, "/hall")).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer bqt_revoked",
                "Bearer ",
                "Bearer",
                "Bearer x y",
                "Bearer eyJhbGciOiJub25lIn0.e30.",
                "bearer bqt_revoked\", realm=\"x"
            })
    void refusesAWrongTokenAsRfc6750Says(String header) throws Exception {
        HttpResponse<String> answer = server.send(server.request("/hall").header("Authorization", header));
        assertThat(answer.statusCode()).isEqualTo(401);
        if (header.length() > "Bearer ".length()) {
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Bearer realm=\"bouquet\", error=\"invalid_token\","
                            + " error_description=\"the token is unknown, expired or revoked\"");
        }
        // recorded after the answer was sent
        await().untilAsserted(() -> assertThat(refused).hasSize(1));
    }

    @Test
    void namesBothKindsOfCredentialsWhereNoneWereSent() throws Exception {
        assertThat(server.send(server.request("/hall")).headers().allValues("WWW-Authenticate"))
                .containsExactly(BasicAuthenticator.CHALLENGE, BearerAuthenticator.CHALLENGE);
    }

    @ParameterizedTest
    @CsvSource({"read, GET, 200", "read, HEAD, 200", "read, POST, 403", "write, POST, 200", "write, GET, 403"})
    void needsReadForSafeMethodsAndWriteForOthers(String scope, String method, int status) throws Exception {
        assertThat(server.send(withToken("/hall", scope).method(method, BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"house.example, 200", "a.houses.example:8181, 200", "localhost, 200", "evil.example, 421"})
    void answersForTrustedHostsOnly(String host, int status) throws Exception {
        HttpResponse<String> answer = server.send(withToken("/hall", "read").header("X-Forwarded-Host", host));
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 421) {
            assertThat(answer.body()).contains("Misdirected Request", "setting hosts of io.bouquet.web");
        }
    }

    @Test
    void limitsRequestsWithoutAnAccountByAddress() throws Exception {
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer =
                    server.send(server.request("/hall/lobby").header("X-Forwarded-For", ELSEWHERE));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("RateLimit-Limit")).contains("3");
            assertThat(answer.headers().firstValue("RateLimit-Remaining")).contains(String.valueOf(2 - i));
        }
        HttpResponse<String> answer = server.send(server.request("/hall").header("X-Forwarded-For", ELSEWHERE));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 20L);
        assertThat(answer.headers().firstValueAsLong("RateLimit-Reset").orElse(0))
                .isBetween(40L, 60L);
        assertThat(answer.body()).contains("the limit is 3 in a minute");
        assertThat(server.send(withToken("/hall", "read").header("X-Forwarded-For", ELSEWHERE))
                        .statusCode())
                .isEqualTo(200);
        for (int i = 0; i < 4; i++) {
            assertThat(server.send(server.request("/hall/lobby")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void limitsTokensAndAccounts() throws Exception {
        assertThat(server.send(withToken("/hall", "read")).statusCode()).isEqualTo(200);
        assertThat(server.send(withToken("/hall", "read")).statusCode()).isEqualTo(200);
        HttpResponse<String> ofToken = server.send(withToken("/hall", "read"));
        assertThat(ofToken.statusCode()).isEqualTo(429);
        assertThat(ofToken.body()).contains("requests with this token");
        for (int i = 0; i < 3; i++) {
            assertThat(server.send(server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, "/hall"))
                            .statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> ofAccount = server.send(server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, "/hall"));
        assertThat(ofAccount.statusCode()).isEqualTo(429);
        assertThat(ofAccount.body()).contains("requests of this account");
    }

    @Test
    void answersAPreflightBeforeItAsksForAnAccount() throws Exception {
        guard.corsRules = List.of(rule(false, APP));
        HttpResponse<String> answer = preflight(APP, "POST", "content-type, Authorization");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(APP);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).contains("GET, POST");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).contains("Authorization, Content-Type");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(answer.headers().firstValue("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, POST, Content-Type, 401",
        "https://app.example.evil.example, POST, Content-Type, 401",
        "null, POST, Content-Type, 401",
        "https://app.example, DELETE, Content-Type, 403",
        "https://app.example, POST, X-Evil, 403",
    })
    void refusesAPreflightForWhatIsNotConfigured(String origin, String method, String header, int status)
            throws Exception {
        guard.corsRules = List.of(rule(false, APP));
        HttpResponse<String> answer = preflight(origin, method, header);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).isEmpty();
        if (status == 401) {
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void letsAPageOfAConfiguredOriginReadAndChange() throws Exception {
        guard.corsRules = List.of(rule(false, APP));
        HttpResponse<String> answer = server.send(withToken("/hall", "write")
                .header("Origin", APP)
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(APP);
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .contains("Location");
        assertThat(server.send(server.request("/elsewhere").header("Origin", APP))
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void takesNoCredentialsThatABrowserAddsUnlessTheyAreAllowed() throws Exception {
        HttpRequest.Builder change = server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, "/hall")
                .header("Origin", APP)
                .POST(BodyPublishers.noBody());
        guard.corsRules = List.of(rule(false, APP));
        assertThat(server.send(change).statusCode()).isEqualTo(403);
        guard.corsRules = List.of(rule(true, APP));
        HttpResponse<String> answer = server.send(change);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
    }

    @Test
    void neverAllowsAllOriginsWithCredentials() throws Exception {
        guard.corsRules = List.of(rule(true, "*"));
        assertThat(preflight(APP, "POST", "Content-Type").statusCode()).isEqualTo(401);
        guard.corsRules = List.of(rule(false, "*"));
        assertThat(preflight(APP, "POST", "Content-Type").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
    }

    @ParameterizedTest
    @CsvSource({
        "read, '', 403", // messages may change something
        "write, '', 200",
        "write, https://evil.example, 403",
        "write, http://127.0.0.1, 200",
    })
    void treatsTheHandshakeOfAWebSocketAsAChange(String scope, String origin, int status) throws Exception {
        try (Socket socket = server.connect()) {
            String lines = "GET /hall HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Authorization: Bearer " + tokens.with(scope) + "\r\n"
                    + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n");
            socket.getOutputStream().write((lines + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void recordsEachRefusal() throws Exception {
        server.send(server.request("/hall?password=secret").header("X-Request-Id", "r-1"));
        server.send(withToken("/hall", "read").POST(BodyPublishers.noBody()).header("X-Request-Id", "r-2"));
        server.send(withToken("/hall", "read").header("X-Forwarded-Host", "evil.example"));
        server.send(withToken("/hall", "write")
                .header("Origin", "https://evil.example")
                .POST(BodyPublishers.noBody()));
        server.send(server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, "/hall/closed"));
        await().until(() -> refused.size() == 5);
        assertThat(refused)
                .extracting(Audit.Event::what, Audit.Event::outcome)
                .containsExactly(
                        tuple("GET /hall", "401"),
                        tuple("POST /hall", "403"),
                        tuple("GET /hall", "421"),
                        tuple("POST /hall", "403"),
                        tuple("GET /hall/closed", "403"));
        assertThat(refused.get(0))
                .isEqualTo(new Audit.Event(
                        "-",
                        "127.0.0.1",
                        "GET /hall",
                        "401",
                        "this path needs an account; send a token as Bearer, or a name and a password with HTTP Basic",
                        "r-1"));
        assertThat(refused.get(1).who()).startsWith("ada, token id-");
        assertThat(refused.get(1).reason()).contains("the scope write");
        assertThat(refused.get(3).reason()).contains("another site");
        assertThat(refused.get(4).reason()).isEqualTo("nobody may call this");
        assertThat(done).isEmpty();
    }

    private HttpResponse<String> preflight(String origin, String method, String headers) throws Exception {
        return server.send(server.request("/hall")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers)
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    private static CorsRule rule(boolean credentials, String... origins) {
        return new CorsRule(new CorsRule.Config() {
            @Override
            public String[] paths() {
                return new String[] {"/hall"};
            }

            @Override
            public String[] origins() {
                return origins;
            }

            @Override
            public String[] methods() {
                return new String[] {"GET,POST"};
            }

            @Override
            public String[] headers() {
                return new String[] {"Authorization", "Content-Type"};
            }

            @Override
            public String[] exposedHeaders() {
                return new String[] {"Location"};
            }

            @Override
            public boolean credentials() {
                return credentials;
            }

            @Override
            public int maxAgeSeconds() {
                return 600;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return CorsRule.Config.class;
            }
        });
    }

    /** A resource that says who calls it. */
    @Path("hall")
    public static final class Hall {
        @GET
        public String who(@Context SecurityContext security, @Context HttpServletRequest request) {
            return RequestCaller.of(request).orElseThrow().account().name() + ", admin: "
                    + security.isUserInRole("admin") + ", reader: " + security.isUserInRole("readers");
        }

        @POST
        public String change() {
            return "changed";
        }

        @GET
        @Path("lobby")
        public String lobby() {
            return "lobby";
        }

        @GET
        @Path("closed")
        @DenyAll
        public String closed() {
            return "closed";
        }
    }

    private static final class Lobby implements RequestAuthenticator {
        @Override
        public Optional<Caller> authenticate(HttpServletRequest request) {
            return Optional.empty();
        }

        @Override
        public boolean isPublic(HttpServletRequest request) {
            return request.getRequestURI().equals("/hall/lobby");
        }
    }
}
