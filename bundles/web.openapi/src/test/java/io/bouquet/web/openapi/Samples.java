package io.bouquet.web.openapi;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.bouquet.web.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import javax.annotation.security.RolesAllowed;
import javax.validation.Constraint;
import javax.validation.Payload;
import javax.validation.Valid;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Email;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Positive;
import javax.validation.constraints.Size;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.CookieParam;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.FormParam;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.core.StreamingOutput;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;

/** Resources as plugins have them. */
final class Samples {
    private Samples() {}

    enum Mood {
        GOOD,
        BAD
    }

    enum Unit {
        UTF8("utf8"),
        UTF16("utf16");

        private final String wire;

        Unit(String wire) {
            this.wire = wire;
        }

        @JsonValue
        String wire() {
            return wire;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Square.class, name = "square")
    })
    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    sealed interface Plain permits One, Two {}

    record One(int one) implements Plain {}

    record Two(int two) implements Plain {}

    @Constraint(validatedBy = {})
    @Size(min = 2, max = 4)
    @Retention(RetentionPolicy.RUNTIME)
    @interface ShortWord {
        String message() default "";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    interface Later {}

    record Review(
            @NotBlank @Size(max = 2000) String text,
            @Min(1) @Max(5) int stars,
            @Email @Nullable String mail,
            List<@NotBlank String> words,
            @Size(min = 1, max = 3) Set<Mood> moods,
            Map<String, @Positive Integer> counts,
            Optional<LocalDate> day,

            @Pattern(regexp = "[a-z]+") @Schema(deprecated = true)
            String code,

            @ShortWord String word,
            @NotNull(groups = Later.class) UUID id,
            @DecimalMin(value = "0.5", inclusive = false) BigDecimal price,
            @Valid @NotNull Shape shape,
            @JsonProperty("is-new") boolean isNew) {}

    record Stored(
            String id,
            Instant created,
            @Nullable Review review,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Mood mood,

            Unit unit,
            Plain plain,
            byte[] hash,
            List<Stored> parts) {}

    record Page<T>(List<T> items, long total) {}

    record Wrapped(String name, @JsonUnwrapped Square square) {}

    /** A class with getters and setters. */
    public static class Bean {
        private String title = "";

        @Schema(description = "How many", example = "3", minimum = "1")
        private int count;

        @JsonIgnore
        private String secret = "";

        public String getTitle() {
            return title;
        }

        public void setTitle(String title) {
            this.title = title;
        }

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public String getSecret() {
            return secret;
        }

        public void setSecret(String secret) {
            this.secret = secret;
        }
    }

    record Filter(
            @QueryParam("from") LocalDate from,

            @QueryParam("limit") @DefaultValue("20") @Positive @Max(100)
            int limit) {}

    @Path("reviews")
    @Produces("application/json")
    @Consumes("application/json")
    static final class Reviews {
        @POST
        @RolesAllowed({"editor", "admin"})
        @ApiResponse(responseCode = "201", description = "Stored")
        public Stored add(Review review, @Context SecurityContext caller) {
            throw new UnsupportedOperationException();
        }

        @GET
        public Page<Stored> find(
                @BeanParam Filter filter, @QueryParam("mood") List<Mood> moods, @HeaderParam("X-Trace") String trace) {
            throw new UnsupportedOperationException();
        }

        @GET
        @Path("{id: [0-9]+}")
        public CompletionStage<Stored> get(
                @PathParam("id") long id, @CookieParam("seen") @Nullable String seen, @QueryParam("unit") Unit unit) {
            throw new UnsupportedOperationException();
        }

        @PUT
        @Path("{key}")
        @Operation(summary = "Replaces it", description = "All of it.", tags = "editing")
        public Response replace(
                @Parameter(description = "Which one", example = "7") @PathParam("key") String key, Review review) {
            throw new UnsupportedOperationException();
        }

        @DELETE
        @Path("{id}")
        @RolesAllowed("admin")
        @Secured(scopes = "reviews:remove")
        @Deprecated
        public void remove(@PathParam("id") String id) {}

        @POST
        @Path("upload")
        @Consumes("multipart/form-data")
        public void upload(@FormParam("file") InputStream file, @FormParam("name") @NotNull String name) {}

        @POST
        @Path("form")
        @Consumes("application/x-www-form-urlencoded")
        public void form(@FormParam("count") @DefaultValue("1") int count) {}

        @GET
        @Path("events")
        @Produces("text/event-stream")
        public void events(@Context SseEventSink sink, @Context Sse sse) {}

        @GET
        @Path("lines")
        @Produces("application/x-ndjson")
        public StreamingOutput lines() {
            throw new UnsupportedOperationException();
        }

        @GET
        @Path("bean")
        public Bean bean() {
            throw new UnsupportedOperationException();
        }

        @PUT
        @Path("bean")
        public Wrapped bean(Bean bean) {
            throw new UnsupportedOperationException();
        }

        @GET
        @Path("search")
        public List<Mood> search(
                @QueryParam("least") Optional<@Min(1) Integer> least,
                @QueryParam("most") OptionalInt most,
                @QueryParam("tags") @Size(max = 3) Set<String> tags,
                @QueryParam("zone") ThreadGroup custom) {
            throw new UnsupportedOperationException();
        }

        @GET
        @Path("hidden")
        @Hidden
        public String hidden() {
            throw new UnsupportedOperationException();
        }

        @Path("{id}/parts")
        public Parts parts(@PathParam("id") String id) {
            throw new UnsupportedOperationException();
        }
    }

    static final class Parts {
        @GET
        @Path("{part}")
        public String part(@PathParam("part") int part) {
            throw new UnsupportedOperationException();
        }
    }

    interface Api<T> {
        @POST
        @Path("echo")
        T echo(T value);
    }

    /** Gets its annotations and its type from an interface. */
    @Path("generic")
    @Tag(name = "echoes", description = "All that echoes")
    static final class Echo implements Api<One> {
        @Override
        public One echo(One value) {
            return value;
        }
    }

    /** One path and verb for two kinds of bodies, with errors of its own. */
    @Path("annotate")
    @Produces("application/json")
    @ApiResponse(responseCode = "404", content = @Content(schema = @Schema(oneOf = {One.class, Stored.class})))
    @ApiResponse(responseCode = "503", content = @Content(schema = @Schema(implementation = One.class)))
    @ApiResponse(responseCode = "504", description = "Late")
    static final class Annotate {
        @POST
        @Consumes("text/plain")
        public Page<String> annotate(String text, @QueryParam("layers") List<String> layers) {
            throw new UnsupportedOperationException();
        }

        @POST
        @Consumes("application/json")
        @ApiResponse(
                responseCode = "200",
                content =
                        @Content(
                                mediaType = "application/json",
                                schema = @Schema(implementation = One.class),
                                examples = @ExampleObject(name = "one", value = "{\"one\": 1}")))
        public Response annotate(One one) {
            throw new UnsupportedOperationException();
        }
    }

    interface Named {
        String name();

        @Nullable
        String title();
    }

    record SignUp(
            @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            long id,

            @NotBlank @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            String password,

            @JsonIgnore boolean admin) {}

    @Path("accounts")
    @Produces("application/json")
    static final class Accounts {
        @GET
        public Named named() {
            throw new UnsupportedOperationException();
        }

        @POST
        public SignUp add(SignUp form) {
            throw new UnsupportedOperationException();
        }
    }

    /** Another type with the name of {@link Samples.Page}. */
    static final class Other {
        private Other() {}

        record Page(String title) {}

        @Path("pages")
        @Produces("application/json")
        static final class Pages {
            @GET
            public Page page() {
                throw new UnsupportedOperationException();
            }
        }
    }
}
