package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JsonBinderTest {
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
                                + "'size':'HUGE','placed':'now','gift':1,'key':'k'}"))
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
                        tuple("bool_type", List.of("body", "gift")),
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
    void doesNotTakeAFractionOrATextForAWholeNumber() {
        assertThat(types(Range.class, "{'from':1.5,'to':'2'}")).containsExactly("int_from_float", "int_parsing");
        assertThat(types(Range.class, "{'from':99999999999,'to':2}")).containsExactly("int_from_float");
    }

    @Test
    void doesNotTakeANumberForAText() {
        assertThat(types(Line.class, "{'article':5,'count':1}")).containsExactly("string_type");
        assertThat(types(Line.class, "{'article':true,'count':1}")).containsExactly("string_type");
    }

    @Test
    void takesAWholeNumberForAFractionButNotTheOtherWayRound() throws Exception {
        assertThat(bind(Numbers.class, "{'rate':1,'total':7,'exact':true,'small':3}"))
                .isEqualTo(new Numbers(1, 7L, true, (byte) 3));
        assertThat(bind(Numbers.class, "{'rate':0.5,'total':12345678901,'exact':false,'small':0}"))
                .isEqualTo(new Numbers(0.5, 12_345_678_901L, false, (byte) 0));
        assertThat(types(Numbers.class, "{'rate':'1','total':1.0,'exact':1,'small':300}"))
                .containsExactly("float_parsing", "int_from_float", "bool_type", "int_from_float");
    }

    @Test
    void bindsARecordByItsTypeParametersEachTimeAnew() throws Exception {
        JsonNode lines = tree("{'all':[{'article':'rose','count':3}],'first':{'article':'lily','count':1}}");
        JsonNode texts = tree("{'all':['rose'],'first':'lily'}");
        for (int i = 0; i < 2; i++) {
            assertThat(JsonBinder.bind(json, lines, json.constructType(new TypeReference<Page<Line>>() {})))
                    .isEqualTo(new Page<>(List.of(new Line("rose", 3)), new Line("lily", 1)));
            assertThat(JsonBinder.bind(json, texts, json.constructType(new TypeReference<Page<String>>() {})))
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
        assertThat(JsonBinder.bind(json, body, json.constructType(new TypeReference<List<LocalDate>>() {})))
                .isEqualTo(List.of(LocalDate.of(2026, 1, 31)));
        assertThat(JsonBinder.bind(json, body, json.constructType(new TypeReference<Set<LocalDate>>() {})))
                .isEqualTo(Set.of(LocalDate.of(2026, 1, 31)));
    }

    @Test
    void refusesABodyThatIsNotThere() throws Exception {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> JsonBinder.bind(json, json.readTree(""), json.constructType(Line.class)));
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

    private Object bind(Class<?> type, String body) throws JsonProcessingException {
        return JsonBinder.bind(json, tree(body), json.constructType(type));
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
