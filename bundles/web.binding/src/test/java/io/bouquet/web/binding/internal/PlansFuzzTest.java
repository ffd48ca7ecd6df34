package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.Strict;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import javax.ws.rs.DefaultValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever JSON comes, it is bound, or refused with errors that can be sent. */
class PlansFuzzTest {
    private static final int ROUNDS = 2_000;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "a",
            "4",
            "-4.0",
            "+1_000",
            "1_",
            "1e5",
            "1e999999999",
            "1e-999999999",
            "NaN",
            "Infinity",
            "0x1p3",
            ".",
            "-",
            "1.",
            ".5",
            "true",
            "YES",
            "off",
            "null",
            "2026-01-31",
            "2026-02-30",
            "2026-01-31T12:00:00Z",
            "2026-01-31 12:00:00+25:00",
            "-999999999-01-01",
            "+999999999-12-31T23:59:59Z",
            "9999999999999999999",
            "1769860800.123456789",
            "12:30",
            "24:00",
            "PT1H",
            "P1M",
            "PT999999999999999999H",
            "P99999999999Y",
            "--02-29",
            "2026-13",
            "MONDAY",
            "Europe/Berlin",
            "+02:00",
            "Z",
            "00000000-0000-0000-0000-000000000001",
            "{",
            "urn:uuid:",
            "1-1-1-1-1",
            "https://example.org/a?b=c",
            "a b",
            "http://[",
            "mailto:a",
            "Cat",
            "SMALL",
            "\ud800",
            "{max}",
            "9".repeat(2_000),
            "1_".repeat(5_000),
            "{missing}");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "0.5",
            "4.0",
            "127",
            "128",
            "-129",
            "32768",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "1e-999999999",
            "1769860800",
            "1769860800500",
            "99999999999999999999999",
            "0.1234567890123456789",
            "20000000001");

    enum Size {
        SMALL,
        LARGE
    }

    sealed interface Pet permits Cat, Dog {}

    record Cat(int lives) implements Pet {}

    record Dog(String name, List<Pet> friends) implements Pet {}

    static final class Bean {
        public String name;
        public int age;
        public List<Size> sizes;
    }

    record Range(int from, int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("{from} is after to");
            }
        }
    }

    record Numbers(
            byte a,
            short b,
            int c,
            long d,
            float e,
            double f,
            Byte g,
            Long h,
            BigInteger i,
            BigDecimal j,
            Number k,
            boolean l,
            char m,
            OptionalInt n,
            OptionalLong o,
            OptionalDouble p) {}

    record Times(
            Instant a,
            LocalDate b,
            LocalDateTime c,
            LocalTime d,
            OffsetDateTime e,
            OffsetTime f,
            ZonedDateTime g,
            Duration h,
            Period i,
            Year j,
            YearMonth k,
            MonthDay l,
            DayOfWeek m,
            ZoneId n,
            ZoneOffset o,
            Date p) {}

    record Others(
            String a,
            CharSequence b,
            UUID c,
            URI d,
            URL e,
            Size f,
            byte[] g,
            Locale h,
            Object i,
            JsonNode j,
            Optional<Size> k,
            Optional<Optional<Integer>> l) {}

    record Many(
            List<Integer> a,
            Set<String> b,
            SortedSet<LocalDate> c,
            int[] d,
            Size[] e,
            Map<String, Double> f,
            Map<UUID, Range> g,
            Map<Size, List<Range>> h,
            List<List<Boolean>> i,
            Iterable<Long> j,
            Optional<List<String>> k,
            @DefaultValue("[1]") List<Integer> l) {}

    record Nested(Range range, Pet pet, Bean bean, List<Pet> pets, Map<String, Bean> beans, Nested inner) {}

    @Strict
    record Exact(
            int a, boolean b, double c, LocalDate d, Instant e, Size f, UUID g, Duration h, BigDecimal i, String j) {}

    private final JsonMapper json = JsonBodies.newMapper();

    @ParameterizedTest
    @ValueSource(classes = {Numbers.class, Times.class, Others.class, Many.class, Nested.class, Exact.class})
    void bindsOrRefuses(Class<?> raw) throws Exception {
        Random random = new Random(20261128);
        JavaType type = json.constructType(raw);
        int bound = 0;
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            for (RecordComponent component : raw.getRecordComponents()) {
                if (random.nextInt(4) > 0) {
                    body.set(component.getName(), value(random, component.getType(), 3));
                }
            }
            try {
                JsonBodies.bind(body, type, json);
                bound++;
            } catch (ProblemException e) {
                refused++;
                assertThat(e.status()).isEqualTo(422);
                for (FieldError error : e.errors()) {
                    assertThat(error.loc().get(0)).isEqualTo("body");
                    assertThat(error.msg()).isNotBlank().doesNotContain("java.", "io.bouquet");
                }
            } catch (RuntimeException e) {
                throw new AssertionError(body.toString(), e);
            }
        }
        assertThat(bound + refused).isEqualTo(ROUNDS);
        assertThat(refused).isPositive();
    }

    private JsonNode value(Random random, Class<?> wanted, int depth) throws Exception {
        boolean isObject = wanted.isRecord() || wanted == Pet.class || wanted == Bean.class || Map.class == wanted;
        boolean isMany = Iterable.class.isAssignableFrom(wanted) || wanted.isArray();
        int kind = random.nextInt(10);
        if (depth > 0 && (isObject && kind < 7 || kind == 0)) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (String name :
                    Arrays.asList("type", "from", "to", "name", "age", "lives", "friends", "a", "SMALL", "range")) {
                if (random.nextInt(3) > 0) {
                    object.set(name, value(random, Object.class, depth - 1));
                }
            }
            if (random.nextBoolean()) {
                object.put("type", random.nextBoolean() ? "Cat" : "Dog");
            }
            return object;
        }
        if (depth > 0 && (isMany && kind < 7 || kind == 1)) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (int i = random.nextInt(4); i > 0; i--) {
                array.add(value(random, Object.class, depth - 1));
            }
            return array;
        }
        return switch (random.nextInt(6)) {
            case 0 -> JsonNodeFactory.instance.nullNode();
            case 1 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
            case 2, 3 -> json.readTree(NUMBERS.get(random.nextInt(NUMBERS.size())));
            default -> JsonNodeFactory.instance.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }
}
