package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes the constraints of Bean Validation into schemas. */
final class Constraints {
    private static final Set<String> REQUIRING = Set.of("NotNull", "NotEmpty", "NotBlank");
    private static final Pattern PACKAGE = Pattern.compile(
            "(?:javax|jakarta)\\.validation\\.constraints\\.|org\\.hibernate\\.validator\\.constraints\\.");
    private static final Pattern CONSTRAINT = Pattern.compile("(?:javax|jakarta)\\.validation\\.Constraint");
    /** Java's regular expressions have these, but those of JavaScript, which JSON Schema has, do not. */
    private static final Pattern ONLY_IN_JAVA = Pattern.compile(
            "\\(\\?[a-z-]+[:)]|\\(\\?>|[*+?}]\\+|\\\\[AGZzQERhHvVX]|\\\\p\\{(?:Is|In|java|Alpha|Lower|Upper|ASCII"
                    + "|Digit|Alnum|Punct|Graph|Print|Blank|Cntrl|XDigit|Space)|&&");

    private static final int LONGEST_NUMBER = 18;

    private Constraints() {}

    /** Whether a constraint refuses a missing value. */
    static boolean requires(Notes notes) {
        return notes.stream()
                .anyMatch(note -> isConstraint(note)
                        && isOfDefaultGroup(note)
                        && (isStandard(note) && REQUIRING.contains(note.simpleType())
                                || !isStandard(note) && requires(composing(note))));
    }

    /** Adds the keywords of all constraints of the default group. */
    static void apply(Notes notes, ObjectNode schema) {
        notes.stream().filter(Constraints::isConstraint).forEach(note -> apply(note, schema));
    }

    private static void apply(Note note, ObjectNode schema) {
        if (!isOfDefaultGroup(note)) {
            return;
        }
        if (isStandard(note)) {
            note.notes("value").forEach(repeated -> apply(repeated, schema));
            standard(note, schema);
        } else {
            apply(composing(note), schema);
        }
    }

    private static boolean isConstraint(Note note) {
        return isStandard(note)
                || Notes.of(note.annotation().annotationType()).stream()
                        .anyMatch(meta -> CONSTRAINT.matcher(meta.type()).matches());
    }

    private static boolean isStandard(Note note) {
        return PACKAGE.matcher(note.type()).lookingAt();
    }

    /** Returns the constraints that a plugin's own constraint consists of. */
    private static Notes composing(Note note) {
        return Notes.of(note.annotation().annotationType());
    }

    private static boolean isOfDefaultGroup(Note note) {
        if (!(note.value("groups") instanceof Class<?>[] groups) || groups.length == 0) {
            return true;
        }
        for (Class<?> group : groups) {
            if (group.getName().endsWith(".validation.groups.Default")) {
                return true;
            }
        }
        return false;
    }

    private static void standard(Note note, ObjectNode schema) {
        switch (note.simpleType()) {
            case "NotEmpty" -> atLeast(1, schema);
            case "NotBlank" -> {
                atLeast(1, schema);
                schema.put("pattern", "\\S");
            }
            case "Size", "Length" -> {
                if (note.number("min", 0) > 0) {
                    atLeast(note.number("min", 0), schema);
                }
                if (note.number("max", Integer.MAX_VALUE) < Integer.MAX_VALUE) {
                    atMost(note.number("max", Integer.MAX_VALUE), schema);
                }
            }
            case "Min" -> schema.put("minimum", note.number("value", 0));
            case "Max" -> schema.put("maximum", note.number("value", 0));
            case "Range" -> {
                schema.put("minimum", note.number("min", 0));
                if (note.number("max", Long.MAX_VALUE) < Long.MAX_VALUE) {
                    schema.put("maximum", note.number("max", 0));
                }
            }
            case "DecimalMin" -> decimal(note, "minimum", "exclusiveMinimum", schema);
            case "DecimalMax" -> decimal(note, "maximum", "exclusiveMaximum", schema);
            case "Positive" -> schema.put("exclusiveMinimum", 0);
            case "PositiveOrZero" -> schema.put("minimum", 0);
            case "Negative" -> schema.put("exclusiveMaximum", 0);
            case "NegativeOrZero" -> schema.put("maximum", 0);
            case "Digits" -> digits(note, schema);
            case "Pattern" -> pattern(note, schema);
            case "Email" -> schema.put("format", "email");
            case "URL" -> schema.put("format", "uri");
            case "UUID" -> schema.put("format", "uuid");
            case "UniqueElements" -> schema.put("uniqueItems", true);
            case "AssertTrue" -> schema.put("const", true);
            case "AssertFalse" -> schema.put("const", false);
            default -> {
                // JSON Schema has no keyword for it, as for Past
            }
        }
    }

    private static void atLeast(long least, ObjectNode schema) {
        String keyword = "min" + counted(schema);
        schema.put(keyword, Math.max(least, schema.path(keyword).asLong()));
    }

    private static void atMost(long most, ObjectNode schema) {
        schema.put("max" + counted(schema), most);
    }

    private static String counted(ObjectNode schema) {
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText()) {
            case "array" -> "Items";
            case "object" -> "Properties";
            default -> "Length";
        };
    }

    private static void decimal(Note note, String including, String excluding, ObjectNode schema) {
        BigDecimal limit = decimal(note.text("value"));
        if (limit != null) {
            schema.set(Boolean.FALSE.equals(note.value("inclusive")) ? excluding : including, node(limit));
        }
    }

    /** Returns a number; null if the text is none. */
    static @Nullable BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns a number as people write it: without an exponent, and without a fraction if it is whole. */
    static JsonNode node(BigDecimal number) {
        boolean isWhole = number.stripTrailingZeros().scale() <= 0;
        return isWhole ? new BigIntegerNode(number.toBigInteger()) : new DecimalNode(number);
    }

    private static void digits(Note note, ObjectNode schema) {
        long whole = note.number("integer", LONGEST_NUMBER + 1L);
        if (whole <= LONGEST_NUMBER && !schema.path("type").asText().equals("string")) {
            BigDecimal limit = BigDecimal.TEN.pow((int) whole);
            schema.set("exclusiveMinimum", node(limit.negate()));
            schema.set("exclusiveMaximum", node(limit));
        }
    }

    private static void pattern(Note note, ObjectNode schema) {
        boolean hasFlags = note.value("flags") instanceof Object[] flags && flags.length > 0;
        if (!hasFlags && note.value("regexp") instanceof String expression) {
            pattern(expression, schema);
        }
    }

    /** Adds an expression that the whole value has to match, unless JavaScript cannot read it. */
    static void pattern(String expression, ObjectNode schema) {
        if (!ONLY_IN_JAVA.matcher(expression).find()) {
            boolean isWhole = expression.startsWith("^") && expression.endsWith("$") && !expression.contains("|");
            schema.put("pattern", isWhole ? expression : "^(?:" + expression + ")$");
        }
    }
}
