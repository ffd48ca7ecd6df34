package io.bouquet.web.binding.internal;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.validation.MessageInterpolator;
import org.hibernate.validator.messageinterpolation.HibernateMessageInterpolatorContext;
import org.jspecify.annotations.Nullable;

/** Says violations of constraints in Pydantic's vocabulary. */
final class ConstraintWords {
    private static final String STANDARD = "javax.validation.constraints.";
    /** Attributes that every constraint has. */
    private static final Set<String> COMMON = Set.of("message", "groups", "payload");

    private ConstraintWords() {}

    static Misfit of(String template, MessageInterpolator.Context context) {
        var descriptor = context.getConstraintDescriptor();
        Class<?> constraint = descriptor.getAnnotation().annotationType();
        Map<String, Object> attributes = new TreeMap<>(descriptor.getAttributes());
        attributes.keySet().removeAll(COMMON);
        Map<String, Object> parameters = new TreeMap<>(attributes);
        if (context instanceof HibernateMessageInterpolatorContext hibernate) {
            parameters.putAll(hibernate.getMessageParameters());
        }
        Object value = context.getValidatedValue();
        boolean isStandard = constraint.getName().startsWith(STANDARD);
        Misfit known = isStandard ? standard(constraint.getSimpleName(), attributes, value) : null;
        if (known != null) {
            return new Misfit(known.type(), known.ctx(), template, parameters(parameters, value));
        }
        Map<String, Object> ctx = new LinkedHashMap<>();
        ctx.put("constraint", constraint.getSimpleName());
        attributes.forEach((name, limit) -> {
            if (!isStandard && isShown(limit)) {
                ctx.put(name, limit instanceof Enum<?> one ? one.name() : limit);
            }
        });
        return new Misfit("value_error", ctx, template, parameters(parameters, value));
    }

    private static boolean isShown(Object limit) {
        return limit instanceof Number || limit instanceof String || limit instanceof Boolean || limit instanceof Enum;
    }

    private static Map<String, Object> parameters(Map<String, Object> parameters, @Nullable Object value) {
        if (value instanceof Number || value instanceof String || value instanceof Boolean) {
            parameters.put("validatedValue", Place.shorten(value.toString()));
        }
        return parameters;
    }

    /** Returns null for a constraint that has no word in the vocabulary. */
    private static @Nullable Misfit standard(String constraint, Map<String, Object> limits, @Nullable Object value) {
        return switch (constraint) {
            case "NotNull" -> new Misfit("missing");
            case "NotEmpty", "NotBlank" -> value == null ? new Misfit("missing") : size(value, 1, Integer.MAX_VALUE);
            case "Size" -> value == null ? null : size(value, limit(limits, "min"), limit(limits, "max"));
            case "Pattern" -> new Misfit("string_pattern_mismatch", Map.of("pattern", any(limits, "regexp")));
            case "Min" -> new Misfit("greater_than_equal", Map.of("ge", any(limits, "value")));
            case "Max" -> new Misfit("less_than_equal", Map.of("le", any(limits, "value")));
            case "DecimalMin" ->
                isInclusive(limits)
                        ? new Misfit("greater_than_equal", Map.of("ge", number(limits)))
                        : new Misfit("greater_than", Map.of("gt", number(limits)));
            case "DecimalMax" ->
                isInclusive(limits)
                        ? new Misfit("less_than_equal", Map.of("le", number(limits)))
                        : new Misfit("less_than", Map.of("lt", number(limits)));
            case "Positive" -> new Misfit("greater_than", Map.of("gt", 0));
            case "PositiveOrZero" -> new Misfit("greater_than_equal", Map.of("ge", 0));
            case "Negative" -> new Misfit("less_than", Map.of("lt", 0));
            case "NegativeOrZero" -> new Misfit("less_than_equal", Map.of("le", 0));
            case "Digits" -> digits(limits, value);
            case "Past", "PastOrPresent" -> new Misfit(isDate(value) ? "date_past" : "datetime_past");
            case "Future", "FutureOrPresent" -> new Misfit(isDate(value) ? "date_future" : "datetime_future");
            case "Null" -> new Misfit("none_required");
            default -> null;
        };
    }

    private static int limit(Map<String, Object> limits, String name) {
        return ((Number) Objects.requireNonNull(limits.get(name))).intValue();
    }

    private static Object any(Map<String, Object> limits, String name) {
        return Objects.requireNonNull(limits.get(name));
    }

    private static boolean isInclusive(Map<String, Object> limits) {
        return Boolean.TRUE.equals(limits.get("inclusive"));
    }

    /** Returns a limit as JSON's number, without a point if it needs none. */
    private static Object number(Map<String, Object> limits) {
        BigDecimal number = new BigDecimal(String.valueOf(limits.get("value")));
        boolean isLong = number.stripTrailingZeros().scale() <= 0
                && number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return isLong ? (Object) number.longValue() : (Object) number.doubleValue();
    }

    private static Misfit size(Object value, int min, int max) {
        if (value instanceof CharSequence text) {
            // a text that is only blank has enough characters, but none that counts
            boolean isShort = text.length() < min || text.length() <= max;
            return isShort
                    ? new Misfit("string_too_short", Map.of("min_length", min))
                    : new Misfit("string_too_long", Map.of("max_length", max));
        }
        int length = length(value);
        return length < min
                ? new Misfit("too_short", Map.of("min_length", min, "actual_length", length))
                : new Misfit("too_long", Map.of("max_length", max, "actual_length", length));
    }

    private static int length(Object value) {
        if (value instanceof Collection<?> collection) {
            return collection.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return value.getClass().isArray() ? Array.getLength(value) : 0;
    }

    private static Misfit digits(Map<String, Object> limits, @Nullable Object value) {
        int whole = limit(limits, "integer");
        int fraction = limit(limits, "fraction");
        BigDecimal number = new BigDecimal(String.valueOf(value)).stripTrailingZeros();
        return number.scale() > fraction
                ? new Misfit("decimal_max_places", Map.of("decimal_places", fraction))
                : new Misfit("decimal_whole_digits", Map.of("whole_digits", whole));
    }

    private static boolean isDate(@Nullable Object value) {
        return value instanceof TemporalAccessor time
                && !time.isSupported(ChronoField.SECOND_OF_DAY)
                && !time.isSupported(ChronoField.INSTANT_SECONDS);
    }
}
