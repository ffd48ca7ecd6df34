package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.validation.Constraint;
import javax.validation.ConstraintValidator;
import javax.validation.ConstraintValidatorContext;
import javax.validation.Payload;
import javax.validation.Valid;
import javax.validation.constraints.AssertTrue;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Email;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotEmpty;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Past;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Positive;
import javax.validation.constraints.Size;
import javax.validation.groups.ConvertGroup;
import javax.validation.groups.Default;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintsOverHttpTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(new Reviews());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void acceptsWhatIsValid() throws Exception {
        HttpResponse<String> answer = server.post(
                "/reviews/7?limit=3",
                "{'title':'Good','stars':5,'author':{'name':'Ada','email':'ada@example.org'},'tags':['a'],"
                        + "'price':1.5,'scores':{'a':1}}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestServer.json(answer).path("title").asText()).isEqualTo("Good");
    }

    @Test
    void answersErrorsOfFormAndOfConstraintsTogetherInOrder() throws Exception {
        HttpResponse<String> answer = server.post(
                "/reviews/0?limit=11",
                "{'title':'  ','stars':'many','author':{'name':'','email':'none'},'tags':['a','','c','d'],"
                        + "'price':1.234,'scores':{'a':0},'more':1}");
        assertThat(TestServer.errors(answer))
                .containsExactly(
                        "greater_than [path,id]",
                        "less_than_equal [query,limit]",
                        "string_too_short [body,title]",
                        "int_parsing [body,stars]",
                        "string_too_short [body,author,name]",
                        "value_error [body,author,email]",
                        "too_long [body,tags]",
                        "string_too_short [body,tags,1]",
                        "decimal_max_places [body,price]",
                        "greater_than [body,scores,a]",
                        "extra_forbidden [body,more]");
        assertThat(TestServer.error(answer, 7).path("loc").path(2).isInt()).isTrue();
        JsonNode limit = TestServer.error(answer, 1);
        assertThat(limit.path("ctx").path("le").asInt()).isEqualTo(10);
        assertThat(limit.path("msg").asText()).isEqualTo("must be at most 10");
        assertThat(limit.path("input").asInt()).isEqualTo(11);
        assertThat(TestServer.error(answer, 2).path("msg").asText()).isEqualTo("must not be blank");
        assertThat(TestServer.error(answer, 6).path("msg").asText()).isEqualTo("must have at most 3 elements");
        assertThat(TestServer.error(answer, 5).path("ctx").path("constraint").asText())
                .isEqualTo("Email");
    }

    @Test
    void appliesAConstraintOfAnOptionalToItsValue() throws Exception {
        assertThat(TestServer.errors(server.post("/reviews/contact", "{'email':'none','name':''}")))
                .containsExactly("value_error [body,email]", "string_too_short [body,name]");
        assertThat(server.post("/reviews/contact", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void callsWhatIsNotThereMissingOnce() throws Exception {
        assertThat(TestServer.errors(server.post("/reviews/1", "{'stars':null}")))
                .containsExactly(
                        "missing [query,limit]",
                        "missing [body,title]",
                        "int_type [body,stars]",
                        "missing [body,author]");
        assertThat(TestServer.errors(server.post("/reviews/1?limit=1", ""))).containsExactly("missing [body]");
        assertThat(TestServer.errors(server.get("/reviews/named"))).containsExactly("missing [query,name]");
    }

    @Test
    void validatesAcrossComponents() throws Exception {
        HttpResponse<String> answer = server.post("/reviews/span", "{'from':3,'to':1}");
        assertThat(TestServer.errors(answer)).containsExactly("value_error [body]");
        JsonNode error = TestServer.error(answer, 0);
        assertThat(error.path("msg").asText()).isEqualTo("must not end before 3");
        assertThat(error.path("ctx").path("constraint").asText()).isEqualTo("Ordered");
        // with one of them refused, it is not known
        assertThat(TestServer.errors(server.post("/reviews/span", "{'from':'x','to':1}")))
                .containsExactly("int_parsing [body,from]");
        assertThat(TestServer.errors(server.post("/reviews/asserted", "{'even':1}")))
                .containsExactly("value_error [body]");
    }

    @Test
    void validatesBeansOfParameters() throws Exception {
        assertThat(TestServer.errors(server.get("/reviews/page?offset=-1&sort=sideways")))
                .containsExactly("greater_than_equal [query,offset]", "string_pattern_mismatch [query,sort]");
        assertThat(server.get("/reviews/page?offset=1").statusCode()).isEqualTo(200);
    }

    @Test
    void validatesByGroup() throws Exception {
        assertThat(server.post("/reviews/draft", "{}").statusCode()).isEqualTo(200);
        assertThat(TestServer.errors(server.post("/reviews/final", "{}"))).containsExactly("missing [body,text]");
    }

    @Test
    void validatesListsOptionalsAndSealedTypesAsBodies() throws Exception {
        assertThat(TestServer.errors(server.post("/reviews/many", "[{'name':'a'},{'name':''}]")))
                .containsExactly("string_too_short [body,1,name]");
        assertThat(TestServer.errors(server.post("/reviews/elements", "[{'name':'a'},{'name':''}]")))
                .containsExactly("string_too_short [body,1,name]");
        assertThat(TestServer.errors(server.post("/reviews/maybe", "{'name':''}")))
                .containsExactly("string_too_short [body,name]");
        assertThat(server.post("/reviews/maybe", "").body()).isEqualTo("none");
        assertThat(TestServer.errors(server.post("/reviews/shape", "{'type':'Circle','radius':0}")))
                .containsExactly("greater_than [body,radius]");
    }

    @Test
    void usesTheMessagesOfThePluginInTheLanguageOfTheCaller() throws Exception {
        assertThat(message("/reviews/even?n=3", "en")).isEqualTo("3 is odd");
        assertThat(message("/reviews/even?n=3", "de")).isEqualTo("3 ist ungerade");
        assertThat(message("/reviews/adult?age=3", "en")).isEqualTo("you are too young: 18 at least");
        assertThat(message("/reviews/adult?age=3", "de-DE,de;q=0.9")).isEqualTo("you are too young: 18 at least");
        assertThat(message("/reviews/born?day=2999-01-01", "de")).isEqualTo("muss in der Vergangenheit liegen");
        assertThat(message("/reviews/born?day=2999-01-01", "fr")).isEqualTo("must be in the past");
        assertThat(message("/reviews/born?day=2999-01-01", ";;;")).isEqualTo("must be in the past");
    }

    private static String message(String path, String language) throws Exception {
        HttpResponse<String> answer = server.send(server.request(path).header("Accept-Language", language));
        assertThat(answer.statusCode()).isEqualTo(422);
        return TestServer.error(answer, 0).path("msg").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"declared", "valid", "response", "later", "list"})
    void sendsNoAnswerThatBreaksItsOwnConstraints(String path) throws Exception {
        HttpResponse<String> answer = server.get("/reviews/answers/" + path + "?name=x");
        assertThat(answer.statusCode()).isEqualTo(200);
        HttpResponse<String> broken = server.get("/reviews/answers/" + path + "?name=");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(broken.body()).doesNotContain("name", "must");
    }

    @Test
    void validatesReturnValues() throws Exception {
        assertThat(server.get("/reviews/answers/size?name=ab").statusCode()).isEqualTo(200);
        assertThat(server.get("/reviews/answers/size?name=abc").statusCode()).isEqualTo(500);
    }

    @Test
    void validatesSubResources() throws Exception {
        assertThat(TestServer.errors(server.get("/reviews/part/of?n=11"))).containsExactly("less_than_equal [query,n]");
        assertThat(server.get("/reviews/part/of?n=10").body()).isEqualTo("10");
    }

    @Test
    void validatesAcrossParameters() throws Exception {
        HttpResponse<String> answer = server.get("/reviews/between?from=2&to=1");
        assertThat(TestServer.errors(answer)).containsExactly("value_error [query]");
        assertThat(TestServer.errors(server.get("/reviews/between?from=x&to=1")))
                .containsExactly("int_parsing [query,from]");
    }

    /** A body may have millions: they must not fill the memory. */
    @Test
    void stopsAtMoreViolationsThanAnAnswerHas() throws Exception {
        HttpResponse<String> tags = server.post("/reviews/tags", "['a'" + ",''".repeat(1_000_000) + "]");
        assertThat(TestServer.errors(tags)).hasSize(100).contains("string_too_short [body,1]");
        HttpResponse<String> names =
                server.post("/reviews/many", "[{'name':'a'}" + ",{'name':''}".repeat(200_000) + "]");
        assertThat(TestServer.errors(names)).hasSize(100).contains("string_too_short [body,1,name]");
        assertThat(TestServer.json(names).path("detail").asText()).startsWith("more than 100");
    }

    /** Whether a number can be halved. */
    @Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = EvenNumber.class)
    @interface Even {
        String message() default "{com.example.Even.message}";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    static final class EvenNumber implements ConstraintValidator<Even, Integer> {
        @Override
        public boolean isValid(Integer number, ConstraintValidatorContext context) {
            return number == null || number % 2 == 0;
        }
    }

    /** Whether a range begins before it ends. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = OrderedRange.class)
    @interface Ordered {
        String message() default "must not end before {least}";

        int least() default 3;

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    static final class OrderedRange implements ConstraintValidator<Ordered, Range> {
        @Override
        public boolean isValid(Range range, ConstraintValidatorContext context) {
            return range.from() <= range.to();
        }
    }

    /** Whether the first of two parameters is less. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = OrderedParameters.class)
    @interface OrderedArguments {
        String message() default "must be in order";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @javax.validation.constraintvalidation.SupportedValidationTarget(
            javax.validation.constraintvalidation.ValidationTarget.PARAMETERS)
    static final class OrderedParameters implements ConstraintValidator<OrderedArguments, Object[]> {
        @Override
        public boolean isValid(Object[] arguments, ConstraintValidatorContext context) {
            return (Integer) arguments[0] <= (Integer) arguments[1];
        }
    }

    interface Final {}

    record Author(@NotBlank String name, @Email String email) {}

    record Review(
            @NotBlank @Size(max = 20) String title,
            @Min(1) @Max(5) int stars,
            @NotNull @Valid Author author,
            @Size(max = 3) List<@NotBlank String> tags,

            @DecimalMin("0.5") @Digits(integer = 3, fraction = 2)
            BigDecimal price,

            Map<String, @Positive Integer> scores) {}

    @Ordered
    record Range(int from, int to) {}

    record Asserted(int even) {
        @AssertTrue
        boolean isHalvable() {
            return even % 2 == 0;
        }
    }

    record Page(
            @QueryParam("offset") @DefaultValue("0") @Min(0) int offset,
            @QueryParam("sort") @Pattern(regexp = "up|down") String sort) {}

    record Draft(@NotNull(groups = Final.class) String text) {}

    record Name(@NotBlank String name) {}

    sealed interface Shape permits Circle {}

    record Circle(@Positive double radius) implements Shape {}

    /** Takes what has constraints. */
    @Path("reviews")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Reviews {
        @POST
        @Path("{id}")
        public Review add(
                @PathParam("id") @Positive int id,
                @QueryParam("limit") @NotNull @Max(10) Integer limit,
                Review review) {
            return review;
        }

        @GET
        @Path("named")
        public Name named(@QueryParam("name") @NotNull String name) {
            return new Name(name);
        }

        @POST
        @Path("span")
        public Range span(@Valid Range range) {
            return range;
        }

        @POST
        @Path("asserted")
        public Asserted asserted(Asserted asserted) {
            return asserted;
        }

        @GET
        @Path("page")
        public Page page(@BeanParam Page page) {
            return page;
        }

        @POST
        @Path("draft")
        public Draft draft(@Valid Draft draft) {
            return draft;
        }

        @POST
        @Path("final")
        public Draft last(@Valid @ConvertGroup(from = Default.class, to = Final.class) Draft draft) {
            return draft;
        }

        @POST
        @Path("many")
        public List<Name> many(List<Name> names) {
            return names;
        }

        record Contact(@Email Optional<String> email, Optional<@Size(min = 1) String> name) {}

        @POST
        @Path("contact")
        public Contact contact(@Valid Contact contact) {
            return contact;
        }

        @POST
        @Path("elements")
        public List<Name> elements(@NotEmpty List<@Valid Name> names) {
            return names;
        }

        @POST
        @Path("tags")
        public int tags(@Size(max = 3) List<@NotBlank String> tags) {
            return tags.size();
        }

        @POST
        @Path("maybe")
        @Produces(MediaType.TEXT_PLAIN)
        public String maybe(Optional<Name> name) {
            return name.map(Name::name).orElse("none");
        }

        @POST
        @Path("shape")
        public Shape shape(Shape shape) {
            return shape;
        }

        @GET
        @Path("even")
        public int even(@QueryParam("n") @Even int n) {
            return n;
        }

        @GET
        @Path("adult")
        public int adult(@QueryParam("age") @Min(18) int age) {
            return age;
        }

        @GET
        @Path("born")
        public LocalDate born(@QueryParam("day") @Past LocalDate day) {
            return day;
        }

        @GET
        @Path("between")
        @OrderedArguments
        public int between(@QueryParam("from") int from, @QueryParam("to") int to) {
            return to - from;
        }

        @GET
        @Path("answers/declared")
        public Name declared(@QueryParam("name") String name) {
            return new Name(name);
        }

        @GET
        @Path("answers/valid")
        @Valid
        public Name valid(@QueryParam("name") String name) {
            return new Name(name);
        }

        @GET
        @Path("answers/response")
        public Response response(@QueryParam("name") String name) {
            return Response.ok(new Name(name)).build();
        }

        @GET
        @Path("answers/later")
        public CompletionStage<Name> later(@QueryParam("name") String name) {
            return CompletableFuture.supplyAsync(() -> new Name(name));
        }

        @GET
        @Path("answers/list")
        public List<Name> list(@QueryParam("name") String name) {
            return List.of(new Name(name));
        }

        @GET
        @Path("answers/size")
        @NotEmpty
        @Size(max = 2)
        public String size(@QueryParam("name") String name) {
            return name;
        }

        @Path("part")
        public Part part() {
            return new Part();
        }
    }

    /** A sub-resource. */
    public static final class Part {
        @GET
        @Path("of")
        @Produces(MediaType.TEXT_PLAIN)
        public String of(@QueryParam("n") @Max(10) int n) {
            return String.valueOf(n);
        }
    }
}
