package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import javax.ws.rs.DELETE;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AcceptedProblemsTest {
    private static TestServer server;

    @Path("notes")
    @Produces("application/json")
    public static final class Notes {
        @DELETE
        public void delete() {}
    }

    @BeforeAll
    static void start() throws Exception {
        RequestGuard guard = Stubs.guard(Stubs.config(1_000_000));
        guard.accounts = new Stubs.AdasAccounts();
        guard.authenticators = Stubs.registered(Stubs.basic());
        server = new TestServer(guard, new Notes(), new AcceptedProblems());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static int delete(String accept) throws Exception {
        return server.send(server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, "/notes")
                        .header("Accept", accept)
                        .DELETE())
                .statusCode();
    }

    @Test
    void takesARequestThatAcceptsOnlyProblems() throws Exception {
        assertThat(delete("application/problem+json")).isEqualTo(204);
        assertThat(delete("application/json")).isEqualTo(204);
        assertThat(delete("text/plain")).isEqualTo(406);
    }
}
