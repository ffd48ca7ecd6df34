package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestLease;
import java.io.CharConversionException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.NotFoundException;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsOverHttpTest {
    private static final Stubs.AdasAccounts ACCOUNTS = new Stubs.AdasAccounts();
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        RequestGuard guard = Stubs.guard(Stubs.config(1_000_000));
        guard.accounts = ACCOUNTS;
        guard.authenticators = Stubs.registered(Stubs.basic());
        server = new TestServer(guard, new Trouble());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void answersWithWhatTheResourceThrew() throws Exception {
        HttpResponse<String> answer = get("/trouble/busy");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(problem(answer).path("detail").asText()).isEqualTo("all hands are full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/trouble/away", "/trouble/wrapped"})
    void saysThatTheDatabaseDoesNotAnswer(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(problem(answer).path("detail").asText()).isEqualTo("the database does not answer; try again soon");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void namesTheRequestSoThatTheLogCanBeSearched() throws Exception {
        HttpResponse<String> answer = get("/trouble/boom");
        String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(problem(answer).path("instance").asText()).isEqualTo("urn:request:" + id);
    }

    @Test
    void tellsNothingOfTheInsideWhereAResourceFails() throws Exception {
        HttpResponse<String> answer = get("/trouble/boom");
        assertThat(answer.statusCode()).isEqualTo(500);
        problem(answer);
        assertThat(answer.body()).doesNotContain("secret", "Exception", "io.bouquet", "at ");
    }

    @Test
    void doesNotBlameThePlatformForARequestThatWasInterrupted() throws Exception {
        HttpResponse<String> answer = get("/trouble/interrupted");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(problem(answer).path("detail").asText()).contains("was interrupted");
    }

    @Test
    void tellsNothingOfTheInsideWhereAnAnswerDoesNotFitIntoJson() throws Exception {
        HttpResponse<String> answer = get("/trouble/unwritable");
        assertThat(answer.statusCode()).isEqualTo(500);
        problem(answer);
        assertThat(answer.body()).doesNotContain("secret", "Exception");
    }

    @Test
    void refusesAPathThatIsNotThere() throws Exception {
        assertThat(problem(get("/nowhere")).path("status").asInt()).isEqualTo(404);
        assertThat(problem(get("/trouble/nowhere")).path("status").asInt()).isEqualTo(404);
    }

    @Test
    void keepsWhatAResourceSaysInTheWordsOfJaxRs() throws Exception {
        assertThat(problem(get("/trouble/cat")).path("detail").asText()).isEqualTo("no such cat");
        assertThat(get("/trouble/tea").body()).isEqualTo("a teapot");
    }

    @Test
    void refusesAParameterThatCannotBeRead() throws Exception {
        assertThat(problem(get("/trouble/number?n=x")).path("detail").asText()).contains("parameter");
    }

    @Test
    void refusesAMethodThatThePathDoesNotTake() throws Exception {
        assertThat(problem(post("/trouble/boom", "application/json", "{}"))
                        .path("status")
                        .asInt())
                .isEqualTo(405);
    }

    @Test
    void refusesAContentTypeThatThePathDoesNotTake() throws Exception {
        assertThat(problem(post("/trouble/note", "application/xml", "<a/>"))
                        .path("status")
                        .asInt())
                .isEqualTo(415);
    }

    @Test
    void refusesAnAcceptHeaderThatThePathDoesNotServe() throws Exception {
        HttpResponse<String> answer = server.send(asAda("/trouble/busy").header("Accept", "image/png"));
        assertThat(problem(answer).path("status").asInt()).isEqualTo(406);
    }

    @Test
    void refusesThemAlsoForAResourceThatReadsItsBodyItself() throws Exception {
        assertThat(problem(get("/trouble/halfchar")).path("status").asInt()).isEqualTo(400);
    }

    @Test
    void leadsToAPathAndNotToTheHostThatAClientNamed() throws Exception {
        HttpResponse<String> answer = get("/trouble/created");
        assertThat(answer.headers().firstValue("Location")).contains("/trouble/a%20cat?x=1");
        assertThat(get("/trouble/elsewhere").headers().firstValue("Location")).contains("http://example.org/a");
    }

    @Test
    void tellsBrowsersThatCameByTlsToDoSoAlways() throws Exception {
        assertThat(get("/trouble/cat").headers().firstValue("Strict-Transport-Security"))
                .isEmpty();
        assertThat(server.send(asAda("/trouble/cat").header("X-Forwarded-Proto", "https"))
                        .headers()
                        .firstValue("Strict-Transport-Security"))
                .contains("max-age=100");
    }

    private static HttpRequest.Builder asAda(String path) {
        return server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, path);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return server.send(asAda(path));
    }

    private static HttpResponse<String> post(String path, String type, String body) throws Exception {
        return server.send(asAda(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> postNote(String body) throws Exception {
        return post("/trouble/note", "application/json", body);
    }

    private static JsonNode problem(HttpResponse<String> answer) throws Exception {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = new JsonMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(problem.path("title").asText()).isNotBlank();
        return problem;
    }

    record Note(String text, Instant at) {}

    /** A resource that fails in every way. */
    @Path("trouble")
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Trouble {
        @GET
        @Path("busy")
        public Note busy() {
            throw ProblemException.unavailable("all hands are full", 7);
        }

        @GET
        @Path("away")
        public Note away() {
            throw new DatabaseUnavailableException(
                    "the database does not answer; try again soon", new IllegalStateException("secret"));
        }

        @GET
        @Path("wrapped")
        public Note wrapped() {
            try {
                return away();
            } catch (DatabaseUnavailableException e) {
                throw new IllegalStateException("secret", e);
            }
        }

        @GET
        @Path("boom")
        public Note boom() {
            throw new IllegalStateException("secret", new IllegalArgumentException("more secret"));
        }

        @GET
        @Path("interrupted")
        public Note interrupted(@Context HttpServletRequest request) {
            request.setAttribute(RequestLease.ATTRIBUTE, new RequestLease() {
                @Override
                public boolean isEnding() {
                    return true;
                }

                @Override
                public boolean wasInterrupted() {
                    return true;
                }

                @Override
                public void onEnding(Runnable action) {
                    action.run();
                }

                @Override
                public void afterAnswer(Runnable task) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public <T extends AutoCloseable> T open(Class<T> type, Supplier<? extends T> opener) {
                    throw new UnsupportedOperationException();
                }
            });
            throw new IllegalStateException("cut in the middle");
        }

        @GET
        @Path("unwritable")
        public Object unwritable() {
            return new Object() {
                public String getText() {
                    throw new IllegalStateException("secret");
                }
            };
        }

        @GET
        @Path("cat")
        public Note cat() {
            throw new NotFoundException("no such cat");
        }

        @GET
        @Path("tea")
        @Produces(MediaType.TEXT_PLAIN)
        public Note tea() {
            throw new WebApplicationException(Response.status(418)
                    .type(MediaType.TEXT_PLAIN)
                    .entity("a teapot")
                    .build());
        }

        @GET
        @Path("number")
        public Note number(@QueryParam("n") int n) {
            return new Note(String.valueOf(n), Instant.EPOCH);
        }

        @GET
        @Path("halfchar")
        public Note halfChar() {
            throw new UncheckedIOException(new CharConversionException("got 3, needed 4"));
        }

        @GET
        @Path("created")
        public Response created() {
            return Response.created(URI.create("trouble/a%20cat?x=1")).build();
        }

        @GET
        @Path("elsewhere")
        public Response elsewhere() {
            return Response.seeOther(URI.create("http://example.org/a")).build();
        }

        @POST
        @Path("notes")
        @Consumes(MediaType.APPLICATION_JSON)
        public Note notes(List<Note> notes) {
            return notes.get(0);
        }

        @POST
        @Path("note")
        @Consumes(MediaType.APPLICATION_JSON)
        public Note note(Note note) {
            return note;
        }
    }
}
