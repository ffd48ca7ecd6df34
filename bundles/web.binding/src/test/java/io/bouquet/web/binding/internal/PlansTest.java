package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.Strict;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import javax.ws.rs.DefaultValue;
import org.junit.jupiter.api.Test;

class PlansTest {
    private final JsonMapper json = JsonBodies.newMapper();

    enum Size {
        SMALL,
        LARGE
    }

    record Line(@JsonProperty(required = true) String article, int count) {}

    record Order(
            @JsonProperty(required = true) String customer,
            List<Line> lines,
            Map<String, Double> rebates,
            Size size,
            Instant placed,
            Boolean gift,
            UUID key,
            JsonNode extra) {}

    record Page<T>(@JsonProperty("all") List<T> items, T first) {}

    record Numbers(double rate, Long total, boolean exact, byte small) {}

    record Range(int from, int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("from " + from + " is after to " + to);
            }
        }
    }

    @Test
    void refusesU0000WhereverItIsAndSaysWhere() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class,
                () -> bind(
                        Order.class,
                        "{'customer':'A\\u0000da','lines':[{'article':'rose','count':3},{'article':'\\u0000','count':3}],"
                                + "'rebates':{'n\\u0000w':0.5},'extra':{'left':'to the \\u0000 resource'}}"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.errors())
                .extracting(FieldError::loc)
                .containsExactlyInAnyOrder(
                        List.of("body", "customer"),
                        List.of("body", "lines", 1, "article"),
                        List.of("body", "rebates", "n\0w"));
        assertThat(refused.errors()).extracting(FieldError::msg).allMatch(msg -> msg.contains("U+0000"));
    }

    @Test
    void makesRecordsWithinRecords() throws Exception {
        assertThat(bind(
                        Order.class,
                        "{'customer':'Ada','lines':[{'article':'rose','count':3}],'rebates':{'new':0.5},"
                                + "'size':'LARGE','placed':'2026-01-31T12:00:00+01:00','gift':true}"))
                .isEqualTo(new Order(
                        "Ada",
                        List.of(new Line("rose", 3)),
                        Map.of("new", 0.5),
                        Size.LARGE,
                        Instant.parse("2026-01-31T11:00:00Z"),
                        true,
                        null,
                        null));
    }

    @Test
    void findsEverythingThatIsWrongInOrder() {
        assertThat(errors(
                        Order.class,
                        "{'lines':[{'article':'rose','count':3},{'count':'three','colour':'red'},7],'rebates':{'new':'x'},"
                                + "'size':'HUGE','placed':'now','gift':'maybe','key':'k'}"))
                .extracting(FieldError::type, FieldError::loc)
                .containsExactly(
                        tuple("missing", List.of("body", "customer")),
                        tuple("missing", List.of("body", "lines", 1, "article")),
                        tuple("int_parsing", List.of("body", "lines", 1, "count")),
                        tuple("extra_forbidden", List.of("body", "lines", 1, "colour")),
                        tuple("model_attributes_type", List.of("body", "lines", 2)),
                        tuple("float_parsing", List.of("body", "rebates", "new")),
                        tuple("enum", List.of("body", "size")),
                        tuple("datetime_parsing", List.of("body", "placed")),
                        tuple("bool_parsing", List.of("body", "gift")),
                        tuple("uuid_parsing", List.of("body", "key")));
    }

    @Test
    void saysWhatAnEnumerationKnows() {
        FieldError error =
                errors(Order.class, "{'customer':'Ada','size':'HUGE'}").get(0);
        assertThat(error.msg()).isEqualTo("must be one of SMALL, LARGE");
        assertThat(error.input()).isEqualTo("HUGE");
        assertThat(error.ctx()).containsEntry("expected", "SMALL, LARGE");
    }

    @Test
    void takesNoFractionForAWholeNumber() throws Exception {
        assertThat(types(Range.class, "{'from':1.5,'to':'two'}")).containsExactly("int_from_float", "int_parsing");
        assertThat(bind(Range.class, "{'from':1.0,'to':' 2 '}")).isEqualTo(new Range(1, 2));
    }

    @Test
    void saysTheLimitsOfAWholeNumber() {
        FieldError error = errors(Range.class, "{'from':99999999999,'to':2}").get(0);
        assertThat(error.type()).isEqualTo("less_than_equal");
        assertThat(error.ctx()).containsEntry("le", (long) Integer.MAX_VALUE);
        assertThat(types(Range.class, "{'from':-99999999999,'to':1e400}"))
                .containsExactly("greater_than_equal", "less_than_equal");
        assertThat(types(Range.class, "{'from':1e999999999,'to':2}")).containsExactly("int_parsing_size");
    }

    @Test
    void doesNotTakeANumberForAText() {
        assertThat(types(Line.class, "{'article':5,'count':1}")).containsExactly("string_type");
        assertThat(types(Line.class, "{'article':true,'count':1}")).containsExactly("string_type");
    }

    @Test
    void takesNumbersInEveryForm() throws Exception {
        assertThat(bind(Numbers.class, "{'rate':1,'total':7,'exact':true,'small':3}"))
                .isEqualTo(new Numbers(1, 7L, true, (byte) 3));
        assertThat(bind(Numbers.class, "{'rate':0.5,'total':12345678901,'exact':false,'small':0}"))
                .isEqualTo(new Numbers(0.5, 12_345_678_901L, false, (byte) 0));
        assertThat(bind(Numbers.class, "{'rate':'0.5','total':7.0,'exact':1,'small':'3'}"))
                .isEqualTo(new Numbers(0.5, 7L, true, (byte) 3));
        assertThat(types(Numbers.class, "{'rate':'x','total':1.5,'exact':2,'small':300}"))
                .containsExactly("float_parsing", "int_from_float", "bool_parsing", "less_than_equal");
    }

    @Test
    void bindsARecordByItsTypeParametersEachTimeAnew() throws Exception {
        JsonNode lines = tree("{'all':[{'article':'rose','count':3}],'first':{'article':'lily','count':1}}");
        JsonNode texts = tree("{'all':['rose'],'first':'lily'}");
        for (int i = 0; i < 2; i++) {
            assertThat(JsonBodies.bind(lines, json.constructType(new TypeReference<Page<Line>>() {}), json))
                    .isEqualTo(new Page<>(List.of(new Line("rose", 3)), new Line("lily", 1)));
            assertThat(JsonBodies.bind(texts, json.constructType(new TypeReference<Page<String>>() {}), json))
                    .isEqualTo(new Page<>(List.of("rose"), "lily"));
        }
    }

    @Test
    void knowsAComponentByTheNameThatItHasInJson() {
        assertThat(errors(Page.class, "{'all':[],'items':[]}"))
                .extracting(FieldError::loc, FieldError::msg)
                .containsExactly(tuple(List.of("body", "items"), "is not known here; known: all, first"));
    }

    @Test
    void takesNothingForWhatMayBeMissingOnly() throws Exception {
        assertThat(bind(Order.class, "{'customer':'Ada','size':null}")).isInstanceOf(Order.class);
        assertThat(types(Order.class, "{'customer':null}")).containsExactly("string_type");
        assertThat(types(Line.class, "{'article':'rose','count':null}")).containsExactly("int_type");
        assertThat(types(Order.class, "{'customer':'Ada','lines':[null]}")).containsExactly("model_attributes_type");
    }

    @Test
    void saysWhatTheRecordItselfRefuses() {
        FieldError error = errors(Range.class, "{'from':3,'to':1}").get(0);
        assertThat(error.type()).isEqualTo("value_error");
        assertThat(error.msg()).isEqualTo("from 3 is after to 1");
    }

    @Test
    void bindsListsAndWhatOnlyJacksonKnows() throws Exception {
        JsonNode body = tree("['2026-01-31']");
        assertThat(JsonBodies.bind(body, json.constructType(new TypeReference<List<LocalDate>>() {}), json))
                .isEqualTo(List.of(LocalDate.of(2026, 1, 31)));
        assertThat(JsonBodies.bind(body, json.constructType(new TypeReference<Set<LocalDate>>() {}), json))
                .isEqualTo(Set.of(LocalDate.of(2026, 1, 31)));
    }

    @Test
    void refusesABodyThatIsNotThere() throws Exception {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> JsonBodies.bind(json.readTree(""), json.constructType(Line.class), json));
        assertThat(refused.errors()).extracting(FieldError::type).containsExactly("missing");
        assertThat(types(Line.class, "null")).containsExactly("model_attributes_type");
        assertThat(types(Line.class, "[]")).containsExactly("model_attributes_type");
    }

    @Test
    void stopsAtMoreErrorsThanAnAnswerHolds() {
        List<FieldError> errors = errors(Order.class, "{'lines':[" + "7,".repeat(100_000) + "7]}");
        assertThat(errors).hasSize(ProblemException.MAX_ERRORS);
    }

    @Test
    void showsAWholeNumberAsItCame() {
        assertThat(errors(Line.class, "{'article':12345678901,'count':1}")
                        .get(0)
                        .input())
                .isEqualTo(12345678901L);
        assertThat(errors(Line.class, "{'article':123456789012345678901,'count':1}")
                        .get(0)
                        .input())
                .isEqualTo("123456789012345678901");
    }

    @Test
    void repeatsOnlyTheBeginningOfALongValue() {
        FieldError error = errors(Range.class, "{'from':'" + "9".repeat(5_000) + "','to':1}")
                .get(0);
        assertThat(error.input().toString()).hasSizeLessThan(200);
    }

    record Lenient(String name, @JsonIgnore String secret) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Open(String name) {}

    record Everything(
            Optional<Integer> pages,
            OptionalInt count,
            Set<String> tags,
            int[] sizes,
            Map<UUID, Line> byId,
            @DefaultValue("10") int limit,
            @JsonProperty(defaultValue = "[\"a\"]") List<String> names,
            BigDecimal price,
            URI home,
            char grade) {}

    @Strict
    record Exact(int count, boolean gift, double rate, LocalDate day) {}

    record Partly(@Strict @DefaultValue("3") int exact, int loose) {}

    sealed interface Pet permits Cat, Dog {}

    record Cat(int lives) implements Pet {}

    record Dog(String name, Line favourite) implements Pet {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Square.class, name = "square"), @JsonSubTypes.Type(Circle.class)})
    interface Shape {}

    record Square(double side) implements Shape {}

    @JsonTypeName("circle")
    record Circle(double radius) implements Shape {}

    record Tree(String name, List<Tree> children) {}

    /** With properties, as beans were before there were records. */
    static final class Bean {
        private String name = "nobody";
        private int age = 18;

        @JsonProperty(required = true)
        private String town;

        public void setName(String name) {
            this.name = name;
        }

        public void setAge(int age) {
            if (age < 0) {
                throw new IllegalArgumentException("nobody is " + age);
            }
            this.age = age;
        }

        @Override
        public String toString() {
            return name + " " + age + " " + town;
        }
    }

    @Test
    void bindsOptionalsCollectionsArraysAndDefaults() throws Exception {
        Everything all = (Everything) bind(
                Everything.class,
                "{'pages':3,'count':'4','tags':['a','a'],'sizes':[1,'2'],"
                        + "'byId':{'00000000-0000-0000-0000-000000000001':{'article':'rose','count':1}},"
                        + "'price':'1.10','home':'https://example.org','grade':'A'}");
        assertThat(all.pages()).contains(3);
        assertThat(all.count()).hasValue(4);
        assertThat(all.tags()).containsExactly("a");
        assertThat(all.sizes()).containsExactly(1, 2);
        assertThat(all.byId()).containsEntry(new UUID(0, 1), new Line("rose", 1));
        assertThat(all.limit()).isEqualTo(10);
        assertThat(all.names()).containsExactly("a");
        assertThat(all.price()).isEqualTo(new BigDecimal("1.10"));
        assertThat(all.home()).isEqualTo(URI.create("https://example.org"));
        Everything none = (Everything) bind(Everything.class, "{'grade':'A','pages':null}");
        assertThat(none.pages()).isEmpty();
        assertThat(none.count()).isEmpty();
        assertThat(none.tags()).isNull();
        assertThat(errors(
                        Everything.class,
                        "{'pages':'x','count':1.5,'tags':{},'sizes':[1,'x'],'byId':{'x':{'count':0}},"
                                + "'limit':[],'price':'much','home':'a b','grade':'AB'}"))
                .extracting(FieldError::type, FieldError::loc)
                .containsExactly(
                        tuple("int_parsing", List.of("body", "pages")),
                        tuple("int_from_float", List.of("body", "count")),
                        tuple("set_type", List.of("body", "tags")),
                        tuple("int_parsing", List.of("body", "sizes", 1)),
                        tuple("uuid_parsing", List.of("body", "byId", "x")),
                        tuple("missing", List.of("body", "byId", "x", "article")),
                        tuple("int_type", List.of("body", "limit")),
                        tuple("decimal_parsing", List.of("body", "price")),
                        tuple("url_parsing", List.of("body", "home")),
                        tuple("string_too_long", List.of("body", "grade")));
    }

    @Test
    void convertsNothingIfATypeIsStrict() throws Exception {
        assertThat(bind(Exact.class, "{'count':1,'gift':true,'rate':1,'day':'2026-01-31'}"))
                .isEqualTo(new Exact(1, true, 1, LocalDate.of(2026, 1, 31)));
        assertThat(types(Exact.class, "{'count':1.0,'gift':1,'rate':true,'day':0}"))
                .containsExactly("int_type", "bool_type", "float_type", "date_type");
        assertThat(types(Exact.class, "{'count':'1','gift':'true','rate':'1','day':'0'}"))
                .containsExactly("int_type", "bool_type", "float_type", "date_parsing");
        assertThat(types(Partly.class, "{'exact':1.0,'loose':1.0}")).containsExactly("int_type");
        assertThat(bind(Partly.class, "{'loose':1.0}")).isEqualTo(new Partly(3, 1));
    }

    @Test
    void choosesAmongSealedTypesByTheirSimpleName() throws Exception {
        assertThat(bind(Pet.class, "{'type':'Cat','lives':9}")).isEqualTo(new Cat(9));
        assertThat(errors(Pet.class, "{'lives':9}"))
                .extracting(FieldError::type)
                .containsExactly("union_tag_not_found");
        FieldError unknown = errors(Pet.class, "{'type':'Fish'}").get(0);
        assertThat(unknown.type()).isEqualTo("union_tag_invalid");
        assertThat(unknown.loc()).isEqualTo(List.of("body", "type"));
        assertThat(unknown.ctx()).containsEntry("expected_tags", "Cat, Dog");
        assertThat(errors(Pet.class, "{'type':'Dog','name':1,'favourite':{'count':1},'lives':3}"))
                .extracting(FieldError::type, FieldError::loc)
                .containsExactly(
                        tuple("string_type", List.of("body", "name")),
                        tuple("missing", List.of("body", "favourite", "article")),
                        tuple("extra_forbidden", List.of("body", "lives")));
        assertThat(json.writeValueAsString(new Cat(9))).isEqualTo("{\"type\":\"Cat\",\"lives\":9}");
    }

    @Test
    void choosesAmongTypesByJacksonsAnnotations() throws Exception {
        assertThat(bind(Shape.class, "{'kind':'square','side':2}")).isEqualTo(new Square(2));
        assertThat(bind(Shape.class, "{'kind':'circle','radius':'2'}")).isEqualTo(new Circle(2));
        assertThat(types(Shape.class, "{'kind':'line'}")).containsExactly("union_tag_invalid");
    }

    @Test
    void bindsTypesThatContainThemselves() throws Exception {
        assertThat(bind(Tree.class, "{'name':'a','children':[{'name':'b','children':[]}]}"))
                .isEqualTo(new Tree("a", List.of(new Tree("b", List.of()))));
    }

    @Test
    void bindsBeansWithAllErrors() throws Exception {
        assertThat(bind(Bean.class, "{'town':'Ulm'}")).hasToString("nobody 18 Ulm");
        assertThat(bind(Bean.class, "{'town':'Ulm','age':'20','name':'Ada'}")).hasToString("Ada 20 Ulm");
        assertThat(errors(Bean.class, "{'age':'old','name':1,'more':1}"))
                .extracting(FieldError::type, FieldError::loc)
                .containsExactlyInAnyOrder(
                        tuple("int_parsing", List.of("body", "age")),
                        tuple("string_type", List.of("body", "name")),
                        tuple("missing", List.of("body", "town")),
                        tuple("extra_forbidden", List.of("body", "more")));
        assertThat(errors(Bean.class, "{'town':'Ulm','age':-1}"))
                .extracting(FieldError::msg)
                .containsExactly("nobody is -1");
    }

    @Test
    void ignoresUnknownPropertiesOnlyIfTheTypeSaysSo() throws Exception {
        assertThat(bind(Open.class, "{'name':'a','more':1}")).isEqualTo(new Open("a"));
        assertThat(types(Lenient.class, "{'name':'a','more':1}")).containsExactly("extra_forbidden");
    }

    @Test
    void writesOptionals() throws Exception {
        record Answer(Optional<String> name, OptionalInt count) {}
        assertThat(json.writeValueAsString(new Answer(Optional.of("a"), OptionalInt.empty())))
                .isEqualTo("{\"name\":\"a\",\"count\":null}");
    }

    private Object bind(Class<?> type, String body) throws JsonProcessingException {
        return JsonBodies.bind(tree(body), json.constructType(type), json);
    }

    private JsonNode tree(String body) throws JsonProcessingException {
        return json.readTree(body.replace('\'', '"'));
    }

    private List<FieldError> errors(Class<?> type, String body) {
        return catchThrowableOfType(ProblemException.class, () -> bind(type, body))
                .errors();
    }

    private List<String> types(Class<?> type, String body) {
        return errors(type, body).stream().map(FieldError::type).toList();
    }
}
