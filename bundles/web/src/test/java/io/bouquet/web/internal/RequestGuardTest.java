package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.web.spi.RequestAuthenticator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
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

class RequestGuardTest {
    private static final int LIMIT = 1_000;

    private final Accounts accounts = new Stubs.AdasAccounts();
    private final RequestGuard guard = Stubs.guard(Stubs.config(LIMIT));
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        guard.accounts = accounts;
        guard.authenticators = Stubs.registered(Stubs.basic(), new Lobby());
        server = new TestServer(guard, new House());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void letsAnAccountInAndTellsTheResourceWhose() throws Exception {
        HttpResponse<String> answer = server.send(asAda("/house/who"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ada, reader: true, writer: false");
    }

    @Test
    void refusesARequestWithoutCredentialsInJsonAndSaysHow() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/house/who"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Basic realm=\"bouquet\", charset=\"UTF-8\"");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"status\":401", "HTTP Basic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic !!!", "Basic YWRh", "Basic Og==", "Bearer YWRhOmdlaA=="})
    void refusesCredentialsThatAreNone(String header) throws Exception {
        assertThat(server.send(server.request("/house/who").header("Authorization", header))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void asksAnAuthenticatorThatComesLaterAndNoneThatHasGone() throws Exception {
        var before = guard.authenticators;
        RequestAuthenticator anybody = request -> Optional.of(Caller.of(new Account("eve", Set.of())));
        guard.authenticators = Stubs.registered(anybody);
        assertThat(server.send(server.request("/house/who")).body()).startsWith("eve");
        guard.authenticators = before;
        assertThat(server.send(server.request("/house/who")).statusCode()).isEqualTo(401);
    }

    @Test
    void knowsTheLengthOfABodyThatIsNotThere() throws Exception {
        assertThat(server.send(asAda("/house/length")).body()).isEqualTo("0 0");
        assertThat(server.send(asAda("/house/length").POST(BodyPublishers.ofString("1234567")))
                        .body())
                .isEqualTo("7 7");
        assertThat(server.send(asAda("/house/length")
                                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[7]))))
                        .body())
                .isEqualTo("-1 -1");
    }

    @Test
    void namesRequestsByUuids() throws Exception {
        String one = header(server.send(server.request("/house/lobby")), "X-Request-Id");
        String other = header(server.send(server.request("/house/lobby")), "X-Request-Id");
        assertThat(one).isNotEqualTo(other).isEqualTo(UUID.fromString(one).toString());
        assertThat(UUID.fromString(one))
                .extracting(UUID::version, UUID::variant)
                .containsExactly(4, 2);
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        HttpResponse<String> answer = server.send(server.requestOf("ada", "geh", "/house/who"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("no account has this name and password");
    }

    @ParameterizedTest
    @CsvSource({"TOO_MANY_WRONG, 429", "BUSY, 503", "STORE_DOWN, 503"})
    void neverCallsAPasswordWrongThatWasNotLookedAt(LoginDeferredException.Reason reason, int status) throws Exception {
        RequestAuthenticator deferring = request -> {
            throw new LoginDeferredException(reason, "not looked at", 7);
        };
        guard.authenticators = Stubs.registered(deferring, new Lobby());
        HttpResponse<String> answer = server.send(server.requestOf("ada", "geh", "/house/who"));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Retry-After")).isEqualTo("7");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(answer.body()).contains("not looked at");
        assertThat(server.send(server.requestOf("ada", "geh", "/house/lobby")).body())
                .isEqualTo("nobody");
    }

    @Test
    void neverCallsCredentialsWrongThatAPluginCouldNotLookUpInTheDatabase() throws Exception {
        RequestAuthenticator asking = request -> {
            throw new DatabaseUnavailableException("the database does not answer", null);
        };
        guard.authenticators = Stubs.registered(asking);
        HttpResponse<String> answer = server.send(server.requestOf("ada", "geh", "/house/who"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "Retry-After")).isEqualTo("5");
        assertThat(answer.body()).contains("the credentials were not looked at: the database does not answer");
    }

    @Test
    void refusesU0000InPathsAndQueriesAndSaysWhere() throws Exception {
        HttpResponse<String> answer = server.send(asAda("/house/who?name=a&label=per%00son&%00=b"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("\"loc\":[\"query\",\"label\"]", "\"loc\":[\"query\",\"\\u0000\"]")
                .doesNotContain("\"name\"");
        answer = server.send(asAda("/house/who%00"));
        // containers refuse it, too, each with a status of its own
        assertThat(answer.statusCode()).isIn(400, 422);
    }

    @Test
    void letsAnybodyIntoThePublicPart() throws Exception {
        assertThat(server.send(server.request("/house/lobby")).body()).isEqualTo("nobody");
    }

    @Test
    void tellsThePublicPartWhoseARequestIsWhereItIsSomebodys() throws Exception {
        assertThat(server.send(asAda("/house/lobby")).body()).isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/house/lobby/../who",
                "/house/lobby/../../house/who",
                "/house/lobby;x=y",
                "/house/lobby;/../who",
                "/house/lobby/;",
                "/house/lobby/.",
                "/house/lobby%3b",
                "/house/%6cobby"
            })
    void doesNotTakeATrickForThePublicPart(String path) throws Exception {
        assertThat(server.send(server.request(path)).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//house/lobby",
                "/house//lobby",
                "/house/lobby/%2e%2e/who",
                "/house/lobby%2f..%2fwho",
                "/house/lobby/..;/who"
            })
    void letsNothingAmbiguousThrough(String path) throws Exception {
        HttpResponse<String> answer = server.send(server.request(path));
        assertThat(answer.statusCode()).isIn(400, 401);
        assertThat(answer.body()).doesNotContain("nobody");
    }

    @Test
    void answersThatItIsTooEarlyWhileThereAreNoAccounts() throws Exception {
        guard.accounts = null;
        guard.authenticators = Stubs.registered(new Lobby());
        HttpResponse<String> answer = server.send(asAda("/house/who"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "Retry-After")).isEqualTo("5");
        assertThat(server.send(server.request("/house/lobby")).statusCode()).isEqualTo(200);
    }

    @Test
    void asksNoPluginThatNobodyAllowed() throws Exception {
        guard.authenticators = Stubs.registeredBy(2, Stubs.basic(), new Lobby());
        assertThat(server.send(server.request("/house/lobby")).statusCode()).isEqualTo(401);
        assertThat(server.send(asAda("/house/who")).statusCode()).isEqualTo(401);
        guard.authenticators = Stubs.registered(Stubs.basic(), new Lobby());
        guard.permissions = null;
        assertThat(server.send(asAda("/house/who")).statusCode()).isEqualTo(401);
    }

    @Test
    void asksTheHighestRankedForAChallengeFirst() throws Exception {
        guard.authenticators = Stubs.registered(new Doorman("back door"), new Doorman("front door"));
        HttpResponse<String> answer = server.send(server.request("/house/who"));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(header(answer, "Location")).isEqualTo("front door");
    }

    @Test
    void asksTheOtherAuthenticatorsWhereOneFails() throws Exception {
        guard.authenticators = Stubs.registered(Stubs.basic(), request -> {
            throw new IllegalStateException("broken plugin");
        });
        assertThat(server.send(asAda("/house/who")).statusCode()).isEqualTo(200);
        assertThat(server.send(server.request("/house/who")).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesAChangeThatAPageOfAnotherSiteAsksFor() throws Exception {
        for (String[] header : List.of(
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Origin", "http://evil.example"},
                new String[] {"Origin", "null"})) {
            HttpResponse<String> answer = server.send(
                    asAda("/house/size").header(header[0], header[1]).POST(BodyPublishers.ofString("x")));
            assertThat(answer.statusCode()).as(String.join(": ", header)).isEqualTo(403);
        }
    }

    @Test
    void takesAChangeThatAPageOfItsOwnAsksFor() throws Exception {
        String own = server.request("/").build().uri().getAuthority();
        HttpResponse<String> answer = server.send(asAda("/house/size")
                .header("Origin", "http://" + own)
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString("x")));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void readsABodyUpToTheLimit() throws Exception {
        HttpResponse<String> answer =
                server.send(asAda("/house/size").POST(BodyPublishers.ofString("x".repeat(LIMIT))));
        assertThat(answer.body()).isEqualTo("1000");
    }

    @Test
    void refusesABodyThatSaysThatItIsTooLarge() throws Exception {
        HttpResponse<String> answer =
                server.send(asAda("/house/size").POST(BodyPublishers.ofString("x".repeat(LIMIT + 1))));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("larger than 1000 bytes");
    }

    @Test
    void refusesABodyThatTurnsOutToBeTooLarge() throws Exception {
        byte[] body = new byte[LIMIT + 1];
        HttpResponse<String> answer = server.send(
                asAda("/house/size").POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "/house/uploads, 2000, 200",
        "/house/uploads/more, 2000, 200",
        "/house/uploads, 2001, 413",
        "/house/uploadsnot, 2000, 413"
    })
    void letsLargerBodiesInWhereUploadsBelong(String path, int size, int status) throws Exception {
        HttpResponse<String> answer = server.send(asAda(path).POST(BodyPublishers.ofByteArray(new byte[size])));
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void refusesACharsetThatNobodyKnows() throws Exception {
        HttpResponse<String> answer = server.send(asAda("/house/size")
                .header("Content-Type", "text/plain;charset=klingon")
                .POST(BodyPublishers.ofString("x")));
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void repeatsTheIdOfARequestWhereItIsSane() throws Exception {
        assertThat(header(
                        server.send(server.request("/house/lobby").header("X-Request-Id", "job-7.a_B")),
                        "X-Request-Id"))
                .isEqualTo("job-7.a_B");
        for (String odd : List.of("<b>", "a b", "x".repeat(65))) {
            assertThat(header(server.send(server.request("/house/lobby").header("X-Request-Id", odd)), "X-Request-Id"))
                    .hasSize(36);
        }
    }

    @Test
    void setsTheHeadersThatKeepBrowsersOutOfTrouble() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/house/lobby"));
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void turnsTheContainersErrorPagesIntoProblems() throws Exception {
        HttpResponse<String> answer = server.send(asAda("/house/error"));
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"status\":502").doesNotContain("io.bouquet");
    }

    private HttpRequest.Builder asAda(String path) {
        return server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, path);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** A resource with a public part. */
    @Path("house")
    public static final class House {
        @GET
        @Path("who")
        public String who(@Context SecurityContext caller) {
            return caller.getUserPrincipal().getName() + ", reader: " + caller.isUserInRole("readers") + ", writer: "
                    + caller.isUserInRole("writers");
        }

        @GET
        @Path("length")
        public String length(@Context HttpServletRequest request) {
            return request.getContentLengthLong() + " " + request.getContentLength();
        }

        @POST
        @Path("length")
        public String length(@Context HttpServletRequest request, byte[] body) {
            return length(request);
        }

        @GET
        @Path("lobby")
        public String lobby(@Context HttpServletRequest request) {
            return Stream.ofNullable(request.getRemoteUser()).findAny().orElse("nobody");
        }

        @POST
        @Path("{any:size|uploads.*}")
        public String size(byte[] body) {
            return String.valueOf(body.length);
        }

        @GET
        @Path("error")
        public void error(@Context HttpServletResponse response) throws IOException {
            response.sendError(502, "io.bouquet.Secret");
        }
    }

    private static final class Lobby implements RequestAuthenticator {
        @Override
        public Optional<Caller> authenticate(HttpServletRequest request) {
            return Optional.empty();
        }

        @Override
        public boolean isPublic(HttpServletRequest request) {
            return request.getRequestURI().startsWith("/house/lobby"); // careless, as plugins are
        }
    }

    private record Doorman(String door) implements RequestAuthenticator {
        @Override
        public Optional<Caller> authenticate(HttpServletRequest request) {
            return Optional.empty();
        }

        @Override
        public boolean challenge(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(303);
            response.setHeader("Location", door);
            return true;
        }
    }
}
