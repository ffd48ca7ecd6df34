package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonView;
import io.bouquet.web.Download;
import io.bouquet.web.internal.AnswerFilter;
import io.bouquet.web.internal.DownloadWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.GenericEntity;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesOverHttpTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(new Accounts(), new Undeclared(), new AnswerFilter(), new DownloadWriter());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "interface      | {'name':'ada'}",
                "bean           | {'name':'ada'}",
                "later          | {'name':'ada'}",
                "list           | [{'name':'ada'}]",
                "later-list     | [{'name':'ada'}]",
                "array          | [{'name':'ada'}]",
                "map            | {'a':{'name':'ada'}}",
                "map-of-lists   | {'a':[{'name':'ada'}]}",
                "within         | {'owner':{'name':'ada'},'members':[{'name':'ada'}],'first':{'name':'ada'}}",
                "generic        | {'items':[{'name':'ada'}]}",
                "entity         | [{'name':'ada'}]",
            })
    void sendsWhatTheMethodDeclaresAndNoMore(String path, String answer) throws Exception {
        assertThat(server.get("/accounts/" + path).body()).isEqualTo(answer.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "bean   | application/json | {'name':'ada'}",
                "list   | application/json | [{'name':'ada'}]",
                "number | application/json | 7",
                "text   | text/plain       | ada",
                "named  | text/csv         | a;b",
                "later  | text/csv         | a;b",
            })
    void sendsObjectsAsJsonIfNobodySaysOtherwise(String path, String type, String answer) throws Exception {
        for (String accepted : new String[] {"", "*/*", "text/html;q=0.9, */*;q=0.1"}) {
            HttpRequest.Builder request = server.request("/undeclared/" + path);
            if (!accepted.isEmpty()) {
                request.header("Accept", accepted);
            }
            HttpResponse<String> answered = server.send(request);
            assertThat(answered.body()).as(accepted).isEqualTo(answer.replace('\'', '"'));
            assertThat(answered.headers().firstValue("Content-Type").orElseThrow())
                    .as(accepted)
                    .startsWith(type);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "object         | {'name':'ada','secret':'x'}",
                "objects        | [{'name':'ada','secret':'x'}]",
                "response       | {'name':'ada','secret':'x'}",
                "union          | [{'type':'Cat','lives':9}]",
                "tagged         | {'best':{'type':'Cat','lives':9}}",
            })
    void sendsTheValueItselfIfTheTypeSaysNothing(String path, String answer) throws Exception {
        assertThat(server.get("/accounts/" + path).body()).isEqualTo(answer.replace('\'', '"'));
    }

    @Test
    void sendsTheDeclaredView() throws Exception {
        assertThat(server.get("/accounts/view").body()).isEqualTo("{\"name\":\"ada\"}");
    }

    @Test
    void sendsAFileOfJsonAsItIs() throws Exception {
        HttpResponse<String> answer = server.get("/accounts/export");
        assertThat(answer.body()).isEqualTo("[1]");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Content-Length")).contains("3");
    }

    @Test
    void neverSendsWhatIsOnlyWritten() throws Exception {
        assertThat(server.post("/accounts", "{'name':'ada','password':'secret'}")
                        .body())
                .isEqualTo("{\"name\":\"ada\",\"id\":7}");
    }

    @Test
    void bindsNothingThatIsOnlyRead() throws Exception {
        assertThat(server.post("/accounts", "{'id':9,'name':'ada','password':'secret'}")
                        .body())
                .isEqualTo("{\"name\":\"ada\",\"id\":7}");
        assertThat(server.post("/accounts/bean", "{'id':9,'name':'ada'}").body())
                .isEqualTo("{\"id\":0,\"name\":\"ada\"}");
    }

    @Test
    void refusesWhatJacksonIgnores() throws Exception {
        assertThat(TestServer.errors(server.post("/accounts", "{'name':'ada','password':'secret','admin':true}")))
                .containsExactly("extra_forbidden [body,admin]");
        assertThat(server.post("/accounts", "{'name':'ada','password':'secret','admin':true}")
                        .body())
                .contains("known: name, password\"");
    }

    interface Named {
        String name();
    }

    record Account(String name, String secret) implements Named {}

    static class Bean {
        public String getName() {
            return "ada";
        }
    }

    static final class SecretBean extends Bean {
        public String getSecret() {
            return "x";
        }
    }

    record Team(Named owner, List<? extends Named> members, Optional<Named> first) {}

    record Page<T>(List<T> items) {}

    sealed interface Animal permits Cat {}

    record Cat(int lives) implements Animal {}

    record Show(Animal best) {}

    static final class Public {}

    static final class Private {}

    record Viewed(
            @JsonView(Public.class) String name,
            @JsonView(Private.class) String secret) {}

    record SignUp(
            String name,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            String password,

            @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            int id,

            @JsonIgnore boolean admin) {}

    static final class ReadBean {
        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public int id;

        public String name;
    }

    /** Without {@code @Produces}. */
    @Path("undeclared")
    public static final class Undeclared {
        @GET
        @Path("bean")
        public Bean bean() {
            return new SecretBean();
        }

        @GET
        @Path("list")
        public List<Named> list() {
            return List.of(new Account("ada", "x"));
        }

        @GET
        @Path("number")
        public int number() {
            return 7;
        }

        @GET
        @Path("text")
        public String text() {
            return "ada";
        }

        @GET
        @Path("named")
        public Response named() {
            return Response.ok("a;b", "text/csv").build();
        }

        @GET
        @Path("later")
        public CompletionStage<Response> later() {
            return CompletableFuture.supplyAsync(this::named);
        }
    }

    @Path("accounts")
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Accounts {
        private static final Account ADA = new Account("ada", "x");

        @GET
        @Path("interface")
        public Named one() {
            return ADA;
        }

        @GET
        @Path("bean")
        public Bean bean() {
            return new SecretBean();
        }

        @GET
        @Path("later")
        public CompletionStage<Named> later() {
            return CompletableFuture.supplyAsync(() -> ADA);
        }

        @GET
        @Path("list")
        public List<Named> list() {
            return List.of(ADA);
        }

        @GET
        @Path("later-list")
        public CompletionStage<List<Named>> laterList() {
            return CompletableFuture.supplyAsync(() -> List.of(ADA));
        }

        @GET
        @Path("array")
        public Named[] array() {
            return new Named[] {ADA};
        }

        @GET
        @Path("map")
        public Map<String, Named> map() {
            return Map.of("a", ADA);
        }

        @GET
        @Path("map-of-lists")
        public Map<String, List<Named>> lists() {
            return Map.of("a", List.of(ADA));
        }

        @GET
        @Path("within")
        public Team within() {
            return new Team(ADA, List.of(ADA), Optional.of(ADA));
        }

        @GET
        @Path("generic")
        public Page<Named> page() {
            return new Page<>(List.of(ADA));
        }

        @GET
        @Path("entity")
        public Response entity() {
            return Response.ok(new GenericEntity<List<Named>>(List.of(ADA)) {}).build();
        }

        @GET
        @Path("object")
        public Object object() {
            return ADA;
        }

        @GET
        @Path("objects")
        public List<Object> objects() {
            return List.of(ADA);
        }

        @GET
        @Path("response")
        public Response response() {
            return Response.ok(ADA).build();
        }

        @GET
        @Path("union")
        public List<Animal> union() {
            return List.of(new Cat(9));
        }

        @GET
        @Path("tagged")
        public Show tagged() {
            return new Show(new Cat(9));
        }

        @GET
        @Path("view")
        @JsonView(Public.class)
        public Viewed view() {
            return new Viewed("ada", "x");
        }

        @GET
        @Path("export")
        public Download export() {
            return Download.of("[1]".getBytes(StandardCharsets.UTF_8)).named("all.json");
        }

        @POST
        public SignUp signUp(SignUp form) {
            return new SignUp(form.name(), form.password() + form.admin(), form.id() + 7, true);
        }

        @POST
        @Path("bean")
        public ReadBean bean(ReadBean bean) {
            return bean;
        }
    }
}
