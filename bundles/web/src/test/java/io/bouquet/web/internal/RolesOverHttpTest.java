package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.Account;
import io.bouquet.web.spi.RequestAuthenticator;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.annotation.security.DenyAll;
import javax.annotation.security.PermitAll;
import javax.annotation.security.RolesAllowed;
import javax.annotation.security.RunAs;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ada is a reader; the methods of the resources below say who may call them. */
class RolesOverHttpTest {
    private static final Stubs.AdasAccounts ACCOUNTS = new Stubs.AdasAccounts();
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        RequestGuard guard = Stubs.guard(Stubs.config(1_000_000));
        guard.accounts = ACCOUNTS;
        guard.authenticators = Stubs.registered(new BasicAuthenticator(ACCOUNTS), new PublicPaths());
        server = new TestServer(
                guard,
                new RoleGuard(),
                new Methods(),
                new Closed(),
                new Inheriting(),
                new OfGenericType(),
                new OfTwoTypes(),
                new Odd(),
                new Locators());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static final class PublicPaths implements RequestAuthenticator {
        @Override
        public Optional<Account> authenticate(HttpServletRequest request) {
            return Optional.empty();
        }

        @Override
        public boolean isPublic(HttpServletRequest request) {
            return request.getRequestURI().equals("/methods/readers");
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
