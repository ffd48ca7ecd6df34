package io.bouquet.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.web.openapi.DocumentWriter.Info;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentWriterTest {
    private static final String ADD = "/paths/~1api~1reviews/post";
    private static final String SCHEMAS = "/components/schemas/";

    private static final ObjectNode DOCUMENT =
            write(resource(Samples.Reviews.class), resource(Samples.Echo.class), resource(Samples.Annotate.class));

    static Resource resource(Class<?> type) {
        return new Resource(
                new Resource.Owner("com.example.reviews", "Reviews", "Takes reviews", "1.2.0"), "api", "/api", type);
    }

    static ObjectNode write(Resource... resources) {
        return write(true, resources);
    }

    static ObjectNode write(boolean isLive, Resource... resources) {
        return new DocumentWriter(isLive, true, (resource, e) -> {
                    throw new AssertionError(resource.type().getName(), e);
                })
                .write(new Info("Test", "", "1"), List.of(resources));
    }

    private static JsonNode at(String path) {
        JsonNode node = DOCUMENT.at(path);
        assertThat(node.isMissingNode())
                .as("%s in %s", path, DOCUMENT.toPrettyString())
                .isFalse();
        return node;
    }

    private static JsonNode property(String schema, String name) {
        return at(SCHEMAS + schema + "/properties/" + name);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static JsonNode parameter(String operation, String name) {
        for (JsonNode one : at(operation + "/parameters")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no parameter " + name + " in " + at(operation));
    }

    @Test
    void isValidAgainstTheSchemaOfOpenApi() {
        assertThat(OpenApiSchema.errors(DOCUMENT)).isEmpty();
    }

    @Test
    void isTheSameInWhateverOrderResourcesCome() {
        List<Resource> resources = new ArrayList<>(List.of(
                resource(Samples.Other.Pages.class),
                resource(Samples.Annotate.class),
                resource(Samples.Echo.class),
                resource(Samples.Reviews.class)));
        String one = write(resources.toArray(Resource[]::new)).toString();
        Collections.reverse(resources);
        assertThat(write(resources.toArray(Resource[]::new))).hasToString(one);
    }

    @Test
    void writesConstraintsAsKeywords() {
        assertThat(property("ReviewInput", "text").toString())
                .isEqualTo("{\"type\":\"string\",\"minLength\":1,\"pattern\":\"\\\\S\",\"maxLength\":2000}");
        assertThat(property("ReviewInput", "stars").toString())
                .isEqualTo("{\"type\":\"integer\",\"format\":\"int32\",\"minimum\":1,\"maximum\":5,"
                        + "\"description\":\"from 1 to 5\"}");
        assertThat(property("ReviewInput", "mail").path("format").asText()).isEqualTo("email");
        assertThat(property("ReviewInput", "words").at("/items/minLength").asInt())
                .isEqualTo(1);
        assertThat(property("ReviewInput", "moods").path("uniqueItems").asBoolean())
                .isTrue();
        assertThat(property("ReviewInput", "moods").path("minItems").asInt()).isEqualTo(1);
        assertThat(property("ReviewInput", "moods").at("/items/$ref").asText()).endsWith("/Mood");
        assertThat(property("ReviewInput", "counts")
                        .at("/additionalProperties/exclusiveMinimum")
                        .asInt(-1))
                .isZero();
        assertThat(property("ReviewInput", "code").path("pattern").asText()).isEqualTo("^(?:[a-z]+)$");
        assertThat(property("ReviewInput", "code").path("deprecated").asBoolean())
                .isTrue();
        assertThat(property("ReviewInput", "word").path("maxLength").asInt()).isEqualTo(4);
        assertThat(property("ReviewInput", "price").path("exclusiveMinimum").asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void requiresInABodyWhatCannotBeMissingAndInAnAnswerWhatIsAlwaysThere() {
        assertThat(texts(at(SCHEMAS + "ReviewInput/required"))).containsExactly("text", "stars", "shape", "is-new");
        assertThat(texts(at(SCHEMAS + "Review/required")))
                .startsWith("text", "stars", "mail")
                .hasSize(13);
        assertThat(texts(at(SCHEMAS + "Stored/required")))
                .containsExactly("id", "created", "review", "unit", "plain", "hash", "parts");
    }

    @Test
    void allowsNullWhereAnAnnotationNamedNullableDoes() {
        assertThat(texts(property("Review", "mail").path("type"))).containsExactly("string", "null");
        assertThat(property("Stored", "review").at("/anyOf/0/$ref").asText()).endsWith("/Review");
        assertThat(property("Stored", "review").at("/anyOf/1/type").asText()).isEqualTo("null");
        assertThat(property("Stored", "mood").at("/$ref").asText()).endsWith("/Mood");
        assertThat(property("Stored", "id").path("type").asText()).isEqualTo("string");
        assertThat(texts(property("Review", "day").path("type"))).containsExactly("string", "null");
        assertThat(property("Review", "day").path("format").asText()).isEqualTo("date");
    }

    @Test
    void writesEnumsAsJsonHasThem() {
        assertThat(texts(at(SCHEMAS + "Mood/enum"))).containsExactly("GOOD", "BAD");
        assertThat(texts(at(SCHEMAS + "Unit/enum"))).containsExactly("utf8", "utf16");
    }

    @Test
    void tellsSubtypesApartByTheirDiscriminator() {
        assertThat(at(SCHEMAS + "Shape/discriminator/propertyName").asText()).isEqualTo("kind");
        assertThat(at(SCHEMAS + "Shape/discriminator/mapping/circle").asText())
                .isEqualTo("#/components/schemas/Circle");
        assertThat(at(SCHEMAS + "Shape/oneOf")).hasSize(2);
        assertThat(property("Circle", "kind").path("const").asText()).isEqualTo("circle");
        assertThat(texts(at(SCHEMAS + "Circle/required"))).containsExactly("kind", "radius");
        assertThat(at(SCHEMAS + "Plain/oneOf")).hasSize(2);
        assertThat(at(SCHEMAS + "Plain/discriminator/propertyName").asText()).isEqualTo("type");
        assertThat(property("Two", "type").path("const").asText()).isEqualTo("Two");
    }

    @Test
    void writesRecursiveAndGenericTypes() {
        assertThat(property("Stored", "parts").at("/items/$ref").asText()).endsWith("/Stored");
        assertThat(property("PageOfStored", "items").at("/items/$ref").asText()).endsWith("/Stored");
        assertThat(at("/paths/~1api~1generic~1echo/post/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .endsWith("/One");
    }

    @Test
    void writesBeansAsJacksonSeesThem() {
        assertThat(texts(at(SCHEMAS + "Bean/required"))).containsExactly("count", "title");
        assertThat(property("Bean", "count").path("description").asText()).isEqualTo("How many");
        assertThat(property("Bean", "count").path("minimum").asInt()).isEqualTo(1);
        assertThat(property("Bean", "count").at("/examples/0").asInt()).isEqualTo(3);
        assertThat(at(SCHEMAS + "Bean/properties").has("secret")).isFalse();
        assertThat(at(SCHEMAS + "Wrapped/properties").has("side")).isTrue();
        assertThat(at(SCHEMAS + "Wrapped/properties").has("square")).isFalse();
    }

    @Test
    void givesTypesWithOneSimpleNameLongerNamesAllOfThem() {
        ObjectNode both = write(resource(Samples.Other.Pages.class), resource(Samples.Annotate.class));
        assertThat(both.at("/components/schemas").fieldNames())
                .toIterable()
                .contains("PageOfString", "Page")
                .doesNotContain("OtherPage");
        List<String> names = new ArrayList<>();
        write(resource(Samples.Other.Pages.class), resource(Twin.Pages.class))
                .at("/components/schemas")
                .fieldNames()
                .forEachRemaining(names::add);
        assertThat(names).contains("OtherPage", "TwinPage").doesNotContain("Page");
    }

    /** Has a type with the same simple name as another one. */
    static final class Twin {
        record Page(int number) {}

        @javax.ws.rs.Path("twins")
        static final class Pages {
            @javax.ws.rs.GET
            @javax.ws.rs.Produces("application/json")
            public Page page() {
                throw new UnsupportedOperationException();
            }
        }
    }

    @Test
    void readsParametersOfAllPlacesAndOfBeans() {
        String find = "/paths/~1api~1reviews/get";
        assertThat(parameter(find, "limit").at("/schema/default").asInt()).isEqualTo(20);
        assertThat(parameter(find, "limit").at("/schema/maximum").asInt()).isEqualTo(100);
        assertThat(parameter(find, "limit").at("/schema/exclusiveMinimum").asInt(-1))
                .isZero();
        assertThat(parameter(find, "limit").has("required")).isFalse();
        assertThat(parameter(find, "from").at("/schema/format").asText()).isEqualTo("date");
        assertThat(parameter(find, "mood").at("/schema/items/$ref").asText()).endsWith("/Mood");
        assertThat(parameter(find, "X-Trace").path("in").asText()).isEqualTo("header");
        String get = "/paths/~1api~1reviews~1{id}/get";
        assertThat(parameter(get, "id").path("required").asBoolean()).isTrue();
        assertThat(parameter(get, "id").at("/schema/format").asText()).isEqualTo("int64");
        assertThat(parameter(get, "seen").path("in").asText()).isEqualTo("cookie");
        assertThat(parameter(get, "unit").at("/schema/$ref").asText()).endsWith("/Unit");
    }

    @Test
    void writesOptionalParametersWithoutNullAndOtherClassesAsTexts() {
        String search = "/paths/~1api~1reviews~1search/get";
        assertThat(parameter(search, "least").path("schema").toString())
                .isEqualTo("{\"type\":\"integer\",\"format\":\"int32\",\"minimum\":1}");
        assertThat(parameter(search, "most").at("/schema/type").asText()).isEqualTo("integer");
        assertThat(parameter(search, "tags").at("/schema/maxItems").asInt()).isEqualTo(3);
        assertThat(parameter(search, "zone").at("/schema/type").asText()).isEqualTo("string");
    }

    @Test
    void takesPathsThatDifferInNamesOfParametersForOne() {
        assertThat(DOCUMENT.path("paths").fieldNames())
                .toIterable()
                .contains("/api/reviews/{id}")
                .doesNotContain("/api/reviews/{key}");
        assertThat(parameter("/paths/~1api~1reviews~1{id}/put", "id")
                        .path("description")
                        .asText())
                .isEqualTo("Which one");
    }

    @Test
    void followsSubResourcesWithTheParametersAbove() {
        String part = "/paths/~1api~1reviews~1{id}~1parts~1{part}/get";
        assertThat(parameter(part, "id").path("in").asText()).isEqualTo("path");
        assertThat(parameter(part, "part").at("/schema/type").asText()).isEqualTo("integer");
        assertThat(at(part + "/responses/200/content").has("text/plain")).isTrue();
    }

    @Test
    void writesFormsAndFiles() {
        JsonNode file = at("/paths/~1api~1reviews~1upload/post/requestBody/content/multipart~1form-data/schema");
        assertThat(file.at("/properties/file/format").asText()).isEqualTo("binary");
        assertThat(texts(file.path("required"))).containsExactly("name");
        JsonNode form =
                at("/paths/~1api~1reviews~1form/post/requestBody/content/application~1x-www-form-urlencoded/schema");
        assertThat(form.at("/properties/count/default").asInt()).isEqualTo(1);
    }

    @Test
    void writesAnswersOfAllKinds() {
        assertThat(at(ADD + "/responses/201/content/application~1json/schema/$ref")
                        .asText())
                .endsWith("/Stored");
        assertThat(at(ADD + "/responses").has("200")).isFalse();
        assertThat(at("/paths/~1api~1reviews~1{id}/get/responses/200/content/application~1json/schema/$ref")
                        .asText())
                .endsWith("/Stored");
        assertThat(at("/paths/~1api~1reviews~1{id}/delete/responses/204").has("content"))
                .isFalse();
        assertThat(at("/paths/~1api~1reviews~1events/get/responses/200/content/text~1event-stream/schema/type")
                        .asText())
                .isEqualTo("string");
        assertThat(at("/paths/~1api~1reviews~1lines/get/responses/200/content").has("application/x-ndjson"))
                .isTrue();
    }

    @Test
    void saysHowARequestIsRefused() {
        assertThat(at(ADD + "/responses/422/$ref").asText()).isEqualTo("#/components/responses/UnprocessableContent");
        assertThat(Stream.of("400", "401", "403", "4XX", "503"))
                .allSatisfy(
                        status -> assertThat(at(ADD + "/responses").has(status)).isTrue());
        assertThat(at("/paths/~1api~1reviews~1lines/get/responses").has("422")).isFalse();
        assertThat(at("/paths/~1api~1reviews~1{id}/get/responses").has("404")).isTrue();
        assertThat(texts(at(SCHEMAS + "FieldError/required"))).containsExactly("type", "loc", "msg");
    }

    @Test
    void writesErrorsThatAClassDeclaresBesideTheProblem() {
        String responses = "/paths/~1api~1annotate/post/responses";
        String problem = "/content/application~1problem+json/schema/$ref";
        assertThat(at(responses + "/404/content/application~1json/schema/oneOf"))
                .hasSize(2);
        assertThat(at(responses + "/404" + problem).asText()).endsWith("/Problem");
        assertThat(at(responses + "/503/content").has("application/json")).isTrue();
        assertThat(at(responses + "/503/headers").has("Retry-After")).isTrue();
        assertThat(at(responses + "/504/description").asText()).isEqualTo("Late");
        assertThat(at(responses + "/504" + problem).asText()).endsWith("/Problem");
        assertThat(at(responses + "/200/content").has("application/json")).isTrue();
    }

    @Test
    void joinsMethodsThatDifferInMediaTypesOnly() {
        String annotate = "/paths/~1api~1annotate/post";
        assertThat(at(annotate + "/requestBody/content").has("text/plain")).isTrue();
        assertThat(at(annotate + "/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .endsWith("/One");
        assertThat(parameter(annotate, "layers").path("in").asText()).isEqualTo("query");
        assertThat(at(annotate + "/responses/200/content/application~1json/examples/one/value/one")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void namesOperationsByBundleClassAndMethod() {
        assertThat(at(ADD + "/operationId").asText()).isEqualTo("com.example.reviews.Samples.Reviews.add");
        assertThat(at("/paths/~1api~1reviews~1bean/put/operationId").asText())
                .isEqualTo("com.example.reviews.Samples.Reviews.bean.put_api_reviews_bean");
        assertThat(at("/paths/~1api~1reviews~1bean/get/operationId").asText())
                .isEqualTo("com.example.reviews.Samples.Reviews.bean.get_api_reviews_bean");
    }

    @Test
    void describesOperationsByAnnotationsOrTheirNames() {
        String put = "/paths/~1api~1reviews~1{id}/put";
        assertThat(at(put + "/summary").asText()).isEqualTo("Replaces it");
        assertThat(at(put + "/description").asText()).isEqualTo("All of it.");
        assertThat(texts(at(put + "/tags"))).containsExactly("editing");
        assertThat(at("/paths/~1api~1reviews~1{id}/delete/deprecated").asBoolean())
                .isTrue();
        assertThat(at("/paths/~1api~1reviews/get/summary").asText()).isEqualTo("Find");
        assertThat(DOCUMENT.path("paths").has("/api/reviews/hidden")).isFalse();
    }

    @Test
    void describesAllByJavadoc() {
        assertThat(at(ADD + "/summary").asText()).isEqualTo("Adds a review");
        assertThat(at(ADD + "/description").asText()).startsWith("All users see it.\n\n");
        assertThat(at(ADD + "/requestBody/description").asText()).isEqualTo("the review");
        assertThat(at(SCHEMAS + "Review/description").asText()).isEqualTo("A review.");
        assertThat(at(SCHEMAS + "Mood/description").asText()).isEqualTo("- `GOOD`: Satisfied.");
        assertThat(parameter("/paths/~1api~1reviews/get", "limit")
                        .path("description")
                        .asText())
                .isEqualTo("how many");
        String get = "/paths/~1api~1reviews~1{id}/get";
        assertThat(parameter(get, "id").path("description").asText()).isEqualTo("number of the review");
        assertThat(at(get + "/responses/200/description").asText()).isEqualTo("the review as stored");
    }

    @Test
    void describesTagsByTheirBundle() {
        JsonNode tags = at("/tags");
        assertThat(tags.at("/0/name").asText()).isEqualTo("com.example.reviews");
        assertThat(tags.at("/0/description").asText()).isEqualTo("Reviews 1.2.0. Takes reviews");
        assertThat(tags.at("/1/description").asText()).isEqualTo("All that echoes");
    }

    @Test
    void namesTheScopesThatATokenNeeds() {
        assertThat(at(ADD + "/security").toString())
                .isEqualTo("[{\"basic\":[]},{\"bearer\":[\"write\"]},{\"oauth2\":[\"write\"]}]");
        assertThat(at("/paths/~1api~1reviews/get/security/1/bearer/0").asText()).isEqualTo("read");
        assertThat(at("/components/securitySchemes/oauth2/flows/clientCredentials/scopes")
                        .fieldNames())
                .toIterable()
                .containsExactly("admin", "read", "reviews:remove", "write");
        assertThat(texts(at("/paths/~1api~1reviews~1{id}/delete/security/2/oauth2")))
                .containsExactly("write", "reviews:remove", "admin");
    }

    @Test
    void namesTheGroupsThatMayCallAnOperation() {
        assertThat(texts(at(ADD + "/x-roles"))).containsExactly("editor", "admin");
        assertThat(at(ADD + "/description").asText()).endsWith("For accounts in one of the groups editor, admin.");
    }

    @Test
    void tellsWhatIsOnlyReadAndWhatIsOnlyWritten() {
        JsonNode schemas = write(resource(Samples.Accounts.class)).at("/components/schemas");
        assertThat(schemas.at("/SignUp/properties")).hasToString("""
                {"id":{"type":"integer","format":"int64","readOnly":true}}""");
        assertThat(schemas.at("/SignUp/required")).hasToString("[\"id\"]");
        assertThat(schemas.at("/SignUpInput/properties").fieldNames())
                .toIterable()
                .containsExactly("password");
        assertThat(schemas.at("/SignUpInput/properties/password/writeOnly").asBoolean())
                .isTrue();
        assertThat(schemas.at("/SignUpInput/required")).hasToString("[\"password\"]");
    }

    @Test
    void readsInterfacesAsRecords() {
        JsonNode named = write(resource(Samples.Accounts.class)).at("/components/schemas/Named/properties");
        assertThat(named).hasToString("""
                {"name":{"type":"string"},"title":{"type":["string","null"]}}""");
    }
}
