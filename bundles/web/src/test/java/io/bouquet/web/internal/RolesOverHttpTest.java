package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.Caller;
import io.bouquet.web.Secured;
import io.bouquet.web.spi.RequestAuthenticator;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import javax.annotation.security.DenyAll;
import javax.annotation.security.PermitAll;
import javax.annotation.security.RolesAllowed;
import javax.annotation.security.RunAs;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.QueryParam;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ada is a reader; the methods of the resources below say who may call them. */
class RolesOverHttpTest {
    private static final Stubs.AdasTokens TOKENS = new Stubs.AdasTokens();
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        RequestGuard guard = Stubs.guard(Stubs.config(1_000_000));
        guard.accounts = new Stubs.AdasAccounts();
        guard.authenticators = Stubs.registered(Stubs.basic(), new BearerAuthenticator(TOKENS), new PublicPaths());
        server = new TestServer(
                guard,
                new RoleGuard(),
                new Methods(),
                new Closed(),
                new Inheriting(),
                new OfGenericType(),
                new OfTwoTypes(),
                new Odd(),
                new Scoped(),
                new ScopedAsAWhole(),
                new Locators());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static final class PublicPaths implements RequestAuthenticator {
        @Override
        public Optional<Caller> authenticate(HttpServletRequest request) {
            return Optional.empty();
        }

        @Override
        public boolean isPublic(HttpServletRequest request) {
            return request.getRequestURI().equals("/methods/readers")
                    || request.getRequestURI().equals("/scoped/publish");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/methods/plain, 200",
        "/methods/readers, 200",
        "/methods/writers, 403",
        "/methods/either, 200",
        "/methods/nobody, 403",
        "/methods/none, 403",
        "/methods/all, 200",
        "/methods/any, 200",
        "/methods/both, 403",
        "/closed/plain, 403",
        "/closed/readers, 200",
        "/closed/all, 200",
        "/inheriting/ofInterface, 403",
        "/inheriting/ofClass, 403",
        "/inheriting/own, 403",
        "/inheriting/opened, 200",
        "/generic/7, 403",
        "/two/disjoint, 403",
        "/odd, 500",
        "/locators/writers/name, 403",
        "/locators/within/name, 403",
        "/locators/typed/name, 403",
        "/locators/hidden/name, 403",
        "/locators/hidden/readers, 200",
        "/locators/plain/name, 200",
    })
    void letsInWhoIsInAGroup(String path, int status) throws Exception {
        HttpResponse<String> answer = server.send(server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, path));
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(status);
    }

    @Test
    void namesTheGroupsThatAreNeeded() throws Exception {
        assertThat(asAda("/methods/writers")).contains("this needs the group writers\"");
        assertThat(asAda("/closed/plain")).contains("this needs one of the groups chiefs, writers\"");
        assertThat(asAda("/methods/nobody")).contains("nobody may call this");
        assertThat(asAda("/odd")).contains("said in a way that the platform cannot enforce");
    }

    @Test
    void asksForAnAccountWhereAPublicPathNeedsAGroup() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/methods/readers"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void makesNothingPublicThatAllMayCall() throws Exception {
        assertThat(server.send(server.request("/methods/all")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "read, /methods/plain, 200",
        "write, /methods/plain, 403",
        "read, /methods/readers, 200",
        "read, /methods/writers, 403",
        "read, /methods/nobody, 403",
        "read, /scoped/publish, 403",
        "read publish, /scoped/publish, 200",
        "publish, /scoped/publish, 403",
        "read publish, /scoped/both, 403",
        "read publish approve, /scoped/both, 200",
        "read publish, /scoped/readers, 200",
        "read publish, /scoped/writers, 403",
        "read, /scoped/any, 200",
        "read publish, /scoped/invalid, 500",
        "read, /whole/inherited, 403",
        "read approve, /whole/inherited, 200",
        "read approve, /whole/permitted, 200",
        "read, /whole/permitted, 403",
        "read, /whole/own, 403",
        "read publish, /whole/own, 200",
    })
    void letsInATokenWithTheScopes(String scopes, String path, int status) throws Exception {
        HttpResponse<String> answer = withToken(TOKENS.with(scopes.split(" ")), path);
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(status);
    }

    @Test
    void namesTheScopesThatAreMissing() throws Exception {
        HttpResponse<String> answer = withToken(TOKENS.with("read", "publish"), "/scoped/both");
        assertThat(answer.body()).contains("this needs the scope approve, which the token does not have");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"bouquet\", error=\"insufficient_scope\", scope=\"approve publish\"");
        HttpResponse<String> write = withToken(TOKENS.with("write"), "/methods/plain");
        assertThat(write.body()).contains("this needs the scope read, which the token does not have");
        assertThat(write.headers().firstValue("WWW-Authenticate").orElse("")).endsWith("scope=\"read\"");
        HttpResponse<String> admin = withToken(TOKENS.with("read"), "/methods/admins");
        assertThat(admin.body()).contains("the token acts without the group admin");
        assertThat(admin.headers().firstValue("WWW-Authenticate").orElse("")).endsWith("scope=\"admin\"");
    }

    @Test
    void needsNoScopeForAPassword() throws Exception {
        assertThat(asAda("/scoped/publish")).isEqualTo("publish");
        assertThat(asAda("/whole/inherited")).isEqualTo("inherited");
    }

    @Test
    void needsAnAccountForAScopeOnAPublicPath() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/scoped/publish"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(String.join(", ", answer.headers().allValues("WWW-Authenticate")))
                .contains(BasicAuthenticator.CHALLENGE, BearerAuthenticator.CHALLENGE);
    }

    @Test
    void refusesBeforeItReadsParametersAndBody() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/scoped/publish?number=none")
                .header("Authorization", "Bearer " + TOKENS.with("write"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{")));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> withToken(String secret, String path) throws Exception {
        return server.send(server.request(path).header("Authorization", "Bearer " + secret));
    }

    private static String asAda(String path) throws Exception {
        return server.send(server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, path))
                .body();
    }

    @Path("/methods")
    public static final class Methods {
        @GET
        @Path("/plain")
        public String plain() {
            return "plain";
        }

        @GET
        @Path("/readers")
        @RolesAllowed("readers")
        public String readers() {
            return "readers";
        }

        @GET
        @Path("/writers")
        @RolesAllowed("writers")
        public String writers() {
            return "writers";
        }

        @GET
        @Path("/admins")
        @RolesAllowed("admin")
        public String admins() {
            return "admins";
        }

        @GET
        @Path("/either")
        @RolesAllowed({"writers", "readers"})
        public String either() {
            return "either";
        }

        @GET
        @Path("/nobody")
        @DenyAll
        public String nobody() {
            return "nobody";
        }

        @GET
        @Path("/none")
        @RolesAllowed({})
        public String none() {
            return "none";
        }

        @GET
        @Path("/all")
        @PermitAll
        public String all() {
            return "all";
        }

        @GET
        @Path("/any")
        @RolesAllowed("**")
        public String any() {
            return "any";
        }

        @GET
        @Path("/both")
        @PermitAll
        @DenyAll
        public String both() {
            return "both";
        }
    }

    @Path("/closed")
    @RolesAllowed({"writers", "chiefs"})
    public static final class Closed {
        @GET
        @Path("/plain")
        public String plain() {
            return "plain";
        }

        @GET
        @Path("/readers")
        @RolesAllowed("readers")
        public String readers() {
            return "readers";
        }

        @GET
        @Path("/all")
        @PermitAll
        public String all() {
            return "all";
        }
    }

    public interface Api {
        @GET
        @Path("/ofInterface")
        @RolesAllowed("writers")
        String ofInterface();
    }

    @DenyAll
    public abstract static class Base implements Api {
        @GET
        @Path("/ofClass")
        @RolesAllowed("writers")
        public String ofClass() {
            return "ofClass";
        }

        @GET
        @Path("/opened")
        @RolesAllowed("writers")
        public String opened() {
            return "opened";
        }
    }

    @Path("/inheriting")
    public static final class Inheriting extends Base {
        @Override
        public String ofInterface() {
            return "ofInterface";
        }

        @Override
        public String ofClass() {
            return "ofClass";
        }

        @GET
        @Path("/own")
        public String own() {
            return "own";
        }

        @Override
        @PermitAll
        public String opened() {
            return "opened";
        }
    }

    public interface Numbered<T> {
        @GET
        @Path("/{number}")
        @DenyAll
        String get(@PathParam("number") T number);
    }

    @Path("/generic")
    public static final class OfGenericType implements Numbered<Integer> {
        @Override
        @GET
        @Path("/{number}")
        public String get(@PathParam("number") Integer number) {
            return "number " + number;
        }
    }

    public interface ForReaders {
        @RolesAllowed("readers")
        String disjoint();
    }

    public interface ForWriters {
        @RolesAllowed("writers")
        String disjoint();
    }

    @Path("/two")
    public static final class OfTwoTypes implements ForReaders, ForWriters {
        @Override
        @GET
        @Path("/disjoint")
        public String disjoint() {
            return "disjoint";
        }
    }

    @Path("/odd")
    @RunAs("somebody")
    public static final class Odd {
        @GET
        public String odd() {
            return "odd";
        }
    }

    @Path("/scoped")
    public static final class Scoped {
        @GET
        @Path("/publish")
        @Secured(scopes = "publish")
        public String publish() {
            return "publish";
        }

        @POST
        @Path("/publish")
        @Secured(scopes = "publish")
        public String publish(@QueryParam("number") int number, Map<String, Object> body) {
            return "published";
        }

        @GET
        @Path("/both")
        @Secured(scopes = {"publish", "approve"})
        public String both() {
            return "both";
        }

        @GET
        @Path("/readers")
        @Secured(scopes = "publish")
        @RolesAllowed("readers")
        public String readers() {
            return "readers";
        }

        @GET
        @Path("/writers")
        @Secured(scopes = "publish")
        @RolesAllowed("writers")
        public String writers() {
            return "writers";
        }

        @GET
        @Path("/any")
        @Secured
        public String any() {
            return "any";
        }

        @GET
        @Path("/invalid")
        @Secured(scopes = "x\", error=\"none")
        public String invalid() {
            return "invalid";
        }
    }

    @Path("/whole")
    @Secured(scopes = "approve")
    public static final class ScopedAsAWhole {
        @GET
        @Path("/inherited")
        public String inherited() {
            return "inherited";
        }

        @GET
        @Path("/permitted")
        @PermitAll
        public String permitted() {
            return "permitted";
        }

        @GET
        @Path("/own")
        @Secured(scopes = "publish")
        public String own() {
            return "own";
        }
    }

    @Path("/locators")
    public static final class Locators {
        @Path("/plain")
        public Plain plain() {
            return new Plain();
        }

        @Path("/writers")
        @RolesAllowed("writers")
        public Plain writers() {
            return new Plain();
        }

        @Path("/within")
        public Within within() {
            return new Within();
        }

        @Path("/hidden")
        public Object hidden() {
            return new Within();
        }

        @Path("/typed")
        public Class<Within> typed() {
            return Within.class;
        }
    }

    public static final class Plain {
        @GET
        @Path("/name")
        public String name() {
            return "plain";
        }
    }

    public static final class Within {
        @GET
        @Path("/name")
        @RolesAllowed("writers")
        public String name() {
            return "within";
        }

        @GET
        @Path("/readers")
        @RolesAllowed("readers")
        public String readers() {
            return "readers";
        }
    }
}
