package io.bouquet.web.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds a JSON body to values, mostly records. Jackson stops at the first invalid value; this class goes on, so that a
 * caller gets all errors in one answer.
 *
 * <p>A component of a record may be missing, and is null then, unless it is primitive or has
 * {@code @JsonProperty(required = true)}. Jackson binds all types except records, lists and maps.
 */
final class JsonBinder {
    private static final int SHOWN = 100;

    /** Ends the binding, since the answer has no room for more errors. */
    private static final class TooManyErrors extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyErrors() {
            super(null, null, false, false);
        }
    }

    /** A location in the body; its path is built only for an error. */
    private record Place(@Nullable Place around, Object last) {
        Place step(String name) {
            return new Place(this, shorten(name));
        }

        Place step(int index) {
            return new Place(this, index);
        }

        List<Object> loc() {
            List<Object> loc = around == null ? new ArrayList<>() : around.loc();
            loc.add(last);
            return loc;
        }
    }

    private final ObjectMapper json;
    private final List<FieldError> errors = new ArrayList<>();

    private JsonBinder(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Binds a whole body.
     *
     * @throws ProblemException 422 with all errors, up to the limit of one answer
     */
    static Object bind(ObjectMapper json, JsonNode body, JavaType type) {
        Place at = new Place(null, "body");
        JsonBinder binder = new JsonBinder(json);
        Object value = null;
        try {
            if (body.isMissingNode()) {
                binder.add(new FieldError("missing", at.loc(), "is missing; send JSON", null));
            } else if (type.hasRawClass(JsonNode.class)) {
                value = body;
            } else if (body.isNull()) {
                binder.refuse(body, type, at);
            } else {
                value = binder.bind(body, type, at);
            }
        } catch (TooManyErrors e) {
            value = null;
        }
        if (value == null || !binder.errors.isEmpty()) {
            throw ProblemException.unprocessable(binder.errors);
        }
        return value;
    }

    private @Nullable Object bind(JsonNode node, JavaType type, Place at) {
        Class<?> raw = type.getRawClass();
        if (node.isNull() && !raw.isPrimitive() && raw != JsonNode.class) {
            return null;
        }
        RecordShape shape = RecordShape.of(raw);
        if (shape != null) {
            return node.isObject() ? bindRecord(node, type, shape, at) : refuse(node, type, at);
        }
        if (type.isCollectionLikeType() && raw.isAssignableFrom(ArrayList.class)) {
            return node.isArray() ? bindList(node, type.getContentType(), at) : refuse(node, type, at);
        }
        if (type.isMapLikeType()
                && raw.isAssignableFrom(LinkedHashMap.class)
                && type.getKeyType().hasRawClass(String.class)) {
            return node.isObject() ? bindMap(node, type.getContentType(), at) : refuse(node, type, at);
        }
        return bindLeaf(node, type, at);
    }

    private @Nullable Object bindRecord(JsonNode node, JavaType type, RecordShape shape, Place at) {
        int before = errors.size();
        List<RecordShape.Part> parts = shape.parts();
        Object[] values = new Object[parts.size()];
        int unknown = node.size();
        for (int i = 0; i < values.length; i++) {
            RecordShape.Part part = parts.get(i);
            JsonNode value = node.path(part.name());
            if (value.isMissingNode()) {
                if (part.required()) {
                    add(new FieldError("missing", at.step(part.name()).loc(), "is required", null));
                }
                continue;
            }
            unknown--;
            JavaType inner = part.type(json.getTypeFactory(), type);
            values[i] = part.required() && value.isNull()
                    ? refuse(value, inner, at.step(part.name()))
                    : bind(value, inner, at.step(part.name()));
        }
        if (unknown > 0) {
            refuseUnknown(node, shape, at);
        }
        return errors.size() > before ? null : create(type, shape, values, at);
    }

    private void refuseUnknown(JsonNode node, RecordShape shape, Place at) {
        node.properties().forEach(entry -> {
            if (!shape.has(entry.getKey())) {
                add(new FieldError(
                        "extra_forbidden",
                        at.step(entry.getKey()).loc(),
                        "is not known here; known: " + shape.names(),
                        shown(entry.getValue())));
            }
        });
    }

    private @Nullable Object create(JavaType type, RecordShape shape, Object[] values, Place at) {
        try {
            return shape.create(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                String why = refused.getMessage() == null ? "the values do not fit" : refused.getMessage();
                add(new FieldError("value_error", at.loc(), why, null));
                return null;
            }
            throw new IllegalStateException(
                    "cannot make a " + type.getRawClass().getName(), e.getCause());
        }
    }

    private List<@Nullable Object> bindList(JsonNode node, JavaType type, Place at) {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            list.add(bindElement(node.get(i), type, at.step(i)));
        }
        return list;
    }

    private Map<String, @Nullable Object> bindMap(JsonNode node, JavaType type, Place at) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            Place inner = at.step(entry.getKey());
            refuseNul(entry.getKey(), inner);
            map.put(entry.getKey(), bindElement(entry.getValue(), type, inner));
        });
        return map;
    }

    private @Nullable Object bindElement(JsonNode node, JavaType type, Place at) {
        boolean nothing = node.isNull() && !type.hasRawClass(JsonNode.class) && !type.hasRawClass(Object.class);
        return nothing ? refuse(node, type, at) : bind(node, type, at);
    }

    private @Nullable Object bindLeaf(JsonNode node, JavaType type, Place at) {
        int before = errors.size();
        if (!type.hasRawClass(JsonNode.class)) {
            refuseNul(node, at);
        }
        if (errors.size() > before) {
            return null;
        }
        Object asItIs = asItIs(node, type.getRawClass());
        if (asItIs != null) {
            return asItIs;
        }
        try {
            return json.readerFor(type).readValue(node);
        } catch (JsonMappingException e) {
            Place inner = at;
            for (JsonMappingException.Reference step : e.getPath()) {
                inner = new Place(inner, step.getFieldName() == null ? (Object) step.getIndex() : step.getFieldName());
            }
            if (e instanceof UnrecognizedPropertyException) {
                add(new FieldError("extra_forbidden", inner.loc(), "is not known here", null));
                return null;
            }
            return refuse(node, type, inner);
        } catch (JsonProcessingException e) {
            return refuse(node, type, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a value that is the same in JSON and in Java, without Jackson; null for all other values. */
    private static @Nullable Object asItIs(JsonNode node, Class<?> raw) {
        if (raw == String.class) {
            return node.textValue();
        }
        if (raw == int.class || raw == Integer.class) {
            return node.isInt() ? node.intValue() : null;
        }
        if (raw == long.class || raw == Long.class) {
            return node.isInt() || node.isLong() ? node.longValue() : null;
        }
        if (raw == double.class || raw == Double.class) {
            return node.isDouble() ? node.doubleValue() : null;
        }
        return (raw == boolean.class || raw == Boolean.class) && node.isBoolean() ? node.booleanValue() : null;
    }

    private void refuseNul(JsonNode node, Place at) {
        if (node.isTextual()) {
            refuseNul(node.textValue(), at);
            return;
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            refuseNul(node.get(i), at.step(i));
        }
        if (node.isObject()) {
            node.properties().forEach(entry -> {
                refuseNul(entry.getKey(), at.step(entry.getKey()));
                refuseNul(entry.getValue(), at.step(entry.getKey()));
            });
        }
    }

    private void refuseNul(String text, Place at) {
        if (text.indexOf('\0') >= 0) {
            FieldError.ofNul(at.loc(), text).ifPresent(this::add);
        }
    }

    /** Collects one error more than an answer has, to know that there are more. */
    private void add(FieldError error) {
        errors.add(error);
        if (errors.size() > ProblemException.MAX_ERRORS) {
            throw new TooManyErrors();
        }
    }

    /** Describes the expected value in Pydantic's vocabulary. */
    private @Nullable Object refuse(JsonNode node, JavaType type, Place at) {
        Class<?> raw = type.getRawClass();
        String kind;
        String msg;
        Map<String, Object> ctx = Map.of();
        if (CharSequence.class.isAssignableFrom(raw)) {
            kind = "string_type";
            msg = "must be a string";
        } else if (raw == boolean.class || raw == Boolean.class) {
            kind = node.isTextual() ? "bool_parsing" : "bool_type";
            msg = "must be true or false";
        } else if (isWhole(raw)) {
            kind = node.isTextual() ? "int_parsing" : node.isNumber() ? "int_from_float" : "int_type";
            msg = "must be a whole number that fits";
        } else if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
            kind = node.isTextual() ? "float_parsing" : "float_type";
            msg = "must be a number";
        } else if (raw.isEnum()) {
            kind = "enum";
            String expected = Arrays.stream(raw.getEnumConstants())
                    .map(one -> json.<JsonNode>valueToTree(one).asText())
                    .collect(Collectors.joining(", "));
            msg = "must be one of " + expected;
            ctx = Map.of("expected", expected);
        } else if (Temporal.class.isAssignableFrom(raw)) {
            kind = "datetime_parsing";
            msg = "must be an ISO 8601 time, such as 2026-01-31T12:00:00Z";
        } else if (raw == UUID.class) {
            kind = "uuid_parsing";
            msg = "must be a UUID";
        } else if (raw.isArray() || Collection.class.isAssignableFrom(raw)) {
            kind = "list_type";
            msg = "must be a list";
        } else if (Map.class.isAssignableFrom(raw)) {
            kind = "dict_type";
            msg = "must be an object";
        } else {
            kind = "model_attributes_type";
            msg = "must be an object of the right form";
        }
        add(new FieldError(kind, at.loc(), msg, shown(node), ctx));
        return null;
    }

    private static boolean isWhole(Class<?> raw) {
        return raw == int.class
                || raw == long.class
                || raw == short.class
                || raw == byte.class
                || raw == Integer.class
                || raw == Long.class
                || raw == Short.class
                || raw == Byte.class
                || raw == BigInteger.class;
    }

    /** Returns the invalid value for the answer, without objects and arrays, which could be half of the body. */
    private static @Nullable Object shown(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNumber()) {
            return node.canConvertToLong() && node.isIntegralNumber()
                    ? (Object) node.longValue()
                    : node.isIntegralNumber() ? shorten(node.asText()) : (Object) node.doubleValue();
        }
        return node.isTextual() ? shorten(node.textValue()) : null;
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
