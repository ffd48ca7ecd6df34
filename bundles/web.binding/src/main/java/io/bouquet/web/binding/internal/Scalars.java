package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JDK's types whose JSON form is one text, number or boolean, with the conversions of Pydantic's lax mode. */
final class Scalars {
    /** What makes a value of JSON, or a {@link Misfit}. */
    interface Conversion {
        Object of(JsonNode node, boolean strict);
    }

    /** So long is the longest number that is read; the time to read one grows with the square of its length. */
    private static final int MAX_DIGITS = 1_000;

    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off", "0");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+(?:_[0-9]+)*(?:\\.0*)?");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]+(?:_[0-9]+)*)?(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]{1,9})?");
    private static final Pattern UUID_FORM = Pattern.compile(
            "(?:urn:uuid:|\\{)?([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})}?");
    private static final Pattern STRICT_UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Map<Class<?>, Conversion> ALL = new HashMap<>();

    static {
        ALL.put(String.class, Scalars::text);
        ALL.put(CharSequence.class, Scalars::text);
        both(char.class, Character.class, Scalars::character);
        both(boolean.class, Boolean.class, Scalars::bool);
        both(byte.class, Byte.class, whole(Byte.MIN_VALUE, Byte.MAX_VALUE, number -> (byte) (long) number));
        both(short.class, Short.class, whole(Short.MIN_VALUE, Short.MAX_VALUE, number -> (short) (long) number));
        both(int.class, Integer.class, whole(Integer.MIN_VALUE, Integer.MAX_VALUE, number -> (int) (long) number));
        both(long.class, Long.class, whole(Long.MIN_VALUE, Long.MAX_VALUE, number -> number));
        ALL.put(BigInteger.class, Scalars::integer);
        both(double.class, Double.class, Scalars::floating);
        both(float.class, Float.class, Scalars::single);
        ALL.put(BigDecimal.class, (node, strict) -> decimal(node, strict, "decimal_type", "decimal_parsing"));
        ALL.put(Number.class, (node, strict) -> decimal(node, strict, "float_type", "float_parsing"));
        ALL.put(UUID.class, Scalars::uuid);
        ALL.put(URI.class, Scalars::uri);
        ALL.put(URL.class, Scalars::url);
        ALL.putAll(Times.ALL);
    }

    private Scalars() {}

    private static void both(Class<?> primitive, Class<?> boxed, Conversion conversion) {
        ALL.put(primitive, conversion);
        ALL.put(boxed, conversion);
    }

    /** Returns the plan for a type; null if it is not one of the JDK's scalars. */
    static @Nullable Plan plan(Class<?> type, boolean strict) {
        Conversion conversion = ALL.get(type);
        return conversion == null ? null : plan(conversion, strict);
    }

    static Plan plan(Conversion conversion, boolean strict) {
        return (node, at, attempt) -> {
            if (node.isTextual() && !attempt.accepts(node.textValue(), at)) {
                return null;
            }
            Object value = conversion.of(node, strict);
            return value instanceof Misfit misfit ? attempt.refuse(node, misfit, at) : value;
        };
    }

    private static Object text(JsonNode node, boolean strict) {
        return node.isTextual() ? node.textValue() : new Misfit("string_type");
    }

    private static Object character(JsonNode node, boolean strict) {
        if (!node.isTextual()) {
            return new Misfit("string_type");
        }
        String text = node.textValue();
        if (text.length() == 1) {
            return text.charAt(0);
        }
        return text.isEmpty()
                ? new Misfit("string_too_short", Map.of("min_length", 1))
                : new Misfit("string_too_long", Map.of("max_length", 1));
    }

    private static Object bool(JsonNode node, boolean strict) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isTextual() && !strict) {
            String text = node.textValue().strip().toLowerCase(Locale.ROOT);
            boolean isTrue = TRUE.contains(text);
            return isTrue || FALSE.contains(text) ? (Object) isTrue : new Misfit("bool_parsing");
        }
        if (node.isNumber() && !strict) {
            double number = node.doubleValue();
            return number == 1 ? (Object) true : number == 0 ? (Object) false : new Misfit("bool_parsing");
        }
        return new Misfit("bool_type");
    }

    static Conversion whole(long min, long max, Function<Long, Object> form) {
        return (node, strict) -> {
            Object value = node.isInt() || node.isLong() ? (Object) node.longValue() : integer(node, strict);
            if (value instanceof BigInteger big && big.bitLength() < Long.SIZE) {
                value = big.longValue();
            }
            if (value instanceof Long number && min <= number && number <= max) {
                return form.apply(number);
            }
            if (value instanceof Misfit) {
                return value;
            }
            boolean isNegative = value instanceof BigInteger big ? big.signum() < 0 : (Long) value < 0;
            return isNegative
                    ? new Misfit("greater_than_equal", Map.of("ge", min))
                    : new Misfit("less_than_equal", Map.of("le", max));
        };
    }

    private static Object integer(JsonNode node, boolean strict) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue();
        }
        if (strict) {
            return new Misfit("int_type");
        }
        if (node.isTextual()) {
            String text = node.textValue().strip();
            if (text.length() > MAX_DIGITS) {
                return new Misfit("int_parsing_size");
            }
            if (!WHOLE.matcher(text).matches()) {
                return new Misfit("int_parsing");
            }
            int point = text.indexOf('.');
            return new BigInteger((point < 0 ? text : text.substring(0, point)).replace("_", ""));
        }
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            if ((long) number.precision() - number.scale() > MAX_DIGITS) {
                return new Misfit("int_parsing_size");
            }
            boolean isWhole =
                    number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
            return isWhole ? number.toBigInteger() : new Misfit("int_from_float");
        }
        return node.isBoolean() ? BigInteger.valueOf(node.booleanValue() ? 1 : 0) : new Misfit("int_type");
    }

    private static Object floating(JsonNode node, boolean strict) {
        if (node.isNumber()) {
            return finite(node.doubleValue());
        }
        Object value = decimal(node, strict, "float_type", "float_parsing");
        return value instanceof BigDecimal number ? finite(number.doubleValue()) : value;
    }

    private static Object finite(double number) {
        return Double.isFinite(number) ? (Object) number : new Misfit("finite_number");
    }

    private static Object single(JsonNode node, boolean strict) {
        Object value = floating(node, strict);
        if (!(value instanceof Double number)) {
            return value;
        }
        return Float.isFinite(number.floatValue()) ? (Object) number.floatValue() : new Misfit("finite_number");
    }

    private static Object decimal(JsonNode node, boolean strict, String type, String parsing) {
        if (node.isNumber()) {
            return node.decimalValue();
        }
        // JSON's own numbers are seldom exact elsewhere, so a decimal may be a text even if it is strict
        if (node.isTextual() && (!strict || type.equals("decimal_type"))) {
            String text = node.textValue().strip();
            if (text.length() > MAX_DIGITS || !DECIMAL.matcher(text).matches()) {
                return new Misfit(parsing);
            }
            try {
                return new BigDecimal(text.replace("_", ""));
            } catch (NumberFormatException e) {
                return new Misfit(parsing);
            }
        }
        return node.isBoolean() && !strict
                ? (Object) (node.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO)
                : new Misfit(type);
    }

    private static Object uuid(JsonNode node, boolean strict) {
        if (!node.isTextual()) {
            return new Misfit("uuid_type");
        }
        String text = node.textValue();
        if (strict
                ? STRICT_UUID.matcher(text).matches()
                : UUID_FORM.matcher(text).matches()) {
            return UUID.fromString(UUID_FORM.matcher(text).replaceFirst("$1-$2-$3-$4-$5"));
        }
        return new Misfit("uuid_parsing");
    }

    private static Object uri(JsonNode node, boolean strict) {
        if (!node.isTextual()) {
            return new Misfit("url_type");
        }
        try {
            return new URI(node.textValue());
        } catch (URISyntaxException e) {
            return new Misfit("url_parsing");
        }
    }

    private static Object url(JsonNode node, boolean strict) {
        Object uri = uri(node, strict);
        try {
            return uri instanceof URI absolute && absolute.isAbsolute()
                    ? absolute.toURL()
                    : uri instanceof Misfit ? uri : new Misfit("url_parsing");
        } catch (MalformedURLException e) {
            return new Misfit("url_parsing");
        }
    }
}
