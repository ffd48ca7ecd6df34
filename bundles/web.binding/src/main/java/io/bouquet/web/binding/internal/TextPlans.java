package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.bouquet.web.binding.FilePart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.ws.rs.WebApplicationException;
import org.jspecify.annotations.Nullable;

/** Compiles the plans of parameters, whose values are texts. */
final class TextPlans {
    private static final int MAX_DIGITS = 1_000;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,9})?");
    private static final List<String> FACTORIES = List.of("fromString", "valueOf", "parse");

    private static final List<String> OF_CXF =
            List.of("javax.ws.rs.", "org.apache.cxf.", "javax.activation.", "java.io.InputStream");

    private TextPlans() {}

    /** Returns null if CXF has to bind a parameter of the type. */
    static @Nullable Plan of(JavaType type, boolean strict, Source source) {
        Plan file = source == Source.FORM ? files(type) : null;
        if (file != null) {
            return file;
        }
        Class<?> raw = type.getRawClass();
        Plan scalar = Scalars.plan(raw, strict);
        if (scalar != null) {
            return strict && isNumberOrBoolean(raw)
                    ? (node, at, attempt) -> scalar.bind(asJson(node), at, attempt)
                    : scalar;
        }
        Function<JavaType, @Nullable Plan> contents = content -> of(content, strict, source);
        Plan optional = OptionalPlan.of(type, strict, contents);
        if (optional != null) {
            return optional;
        }
        if (type.isCollectionLikeType() || type.isArrayType()) {
            return ElementsPlan.of(type, contents);
        }
        Scalars.Conversion conversion = conversion(raw);
        return conversion == null ? null : Scalars.plan(conversion, strict);
    }

    private static boolean isNumberOrBoolean(Class<?> raw) {
        return raw.isPrimitive() && raw != char.class || Number.class.isAssignableFrom(raw) || raw == Boolean.class;
    }

    /** Returns the number or boolean that a text is in JSON; the text if it is neither. */
    private static JsonNode asJson(JsonNode node) {
        String text = node.asText();
        if (text.equals("true") || text.equals("false")) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        if (text.length() > MAX_DIGITS || !NUMBER.matcher(text).matches()) {
            return node;
        }
        BigDecimal number = new BigDecimal(text);
        boolean isWhole = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        return isWhole ? BigIntegerNode.valueOf(number.toBigInteger()) : DecimalNode.valueOf(number);
    }

    private static @Nullable Files files(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == FilePart.class) {
            return new Files(parts -> parts.isEmpty() ? null : parts.get(0));
        }
        if (raw == byte[].class) {
            return new Files(parts -> parts.isEmpty() ? null : bytes(parts.get(0)));
        }
        if (raw == InputStream.class) {
            return new Files(parts -> parts.isEmpty() ? null : open(parts.get(0)));
        }
        boolean isMany = raw.isAssignableFrom(List.class)
                && type.containedTypeOrUnknown(0).hasRawClass(FilePart.class);
        return isMany ? new Files(parts -> parts) : null;
    }

    private static InputStream open(FilePart part) {
        try {
            return part.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(FilePart part) {
        try (InputStream content = part.open()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As JAX-RS has it: a constructor or a static method that takes a text; else only a converter of the plugin can. */
    private static Scalars.@Nullable Conversion conversion(Class<?> raw) {
        if (OF_CXF.stream().anyMatch(raw.getName()::startsWith)) {
            return null;
        }
        for (String name : FACTORIES) {
            for (Class<?> text : new Class<?>[] {String.class, CharSequence.class}) {
                try {
                    Method factory = raw.getMethod(name, text);
                    boolean isFactory =
                            Modifier.isStatic(factory.getModifiers()) && raw.isAssignableFrom(factory.getReturnType());
                    // an enumeration has a valueOf that knows nothing of annotations
                    if (isFactory && !(raw.isEnum() && name.equals("valueOf"))) {
                        factory.setAccessible(true);
                        return (node, strict) -> made(value -> factory.invoke(null, value), node.asText());
                    }
                } catch (NoSuchMethodException e) {
                    continue;
                }
            }
        }
        if (raw.isEnum()) {
            return Enums.of(raw.getEnumConstants(), JsonBodies.newMapper());
        }
        try {
            Constructor<?> constructor = raw.getConstructor(String.class);
            constructor.setAccessible(true);
            if (!Modifier.isAbstract(raw.getModifiers())) {
                return (node, strict) -> made(constructor::newInstance, node.asText());
            }
        } catch (NoSuchMethodException e) {
            // a converter may still be there
        }
        return (node, strict) -> {
            throw new IllegalStateException("no constructor, no static method and no ParamConverterProvider makes a "
                    + raw.getName() + " of a string");
        };
    }

    private interface Maker {
        @Nullable
        Object of(String text) throws ReflectiveOperationException;
    }

    private static Object made(Maker maker, String text) {
        try {
            return Objects.requireNonNullElseGet(maker.of(text), () -> new Misfit("value_error"));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof WebApplicationException own) {
                throw own;
            }
            return e.getCause() instanceof IllegalArgumentException refused
                            && !(refused instanceof NumberFormatException)
                    ? Misfit.of(refused)
                    : new Misfit("value_error");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file parts of a form that have one name, as one type. */
    record Files(Function<List<FilePart>, @Nullable Object> form) implements Plan {
        @Override
        public @Nullable Object bind(JsonNode node, Place at, Attempt attempt) {
            return attempt.refuse(node, new Misfit("value_error"), at);
        }
    }
}
