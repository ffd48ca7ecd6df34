package io.bouquet.web.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes values from a JSON body, records above all. Jackson stops at the first thing that does not fit; this goes on,
 * so that a caller hears of everything in one answer.
 *
 * <p>A component of a record may be missing, and is null then, unless it is primitive or has
 * {@code @JsonProperty(required = true)}. What is no record, list or map is left to Jackson.
 */
final class JsonBinder {
    private static final int SHOWN = 100;

    /** Ends the binding: enough has been found that does not fit. */
    private static final class TooManyErrors extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyErrors() {
            super(null, null, false, false);
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
     * @throws ProblemException 422, with all that does not fit, as far as it is in one answer
     */
    static Object bind(ObjectMapper json, JsonNode body, JavaType type) {
        List<Object> loc = List.of("body");
        JsonBinder binder = new JsonBinder(json);
        Object value = null;
        try {
            if (body.isMissingNode()) {
                binder.add(new FieldError("missing", loc, "is missing; send JSON", null));
            } else if (type.hasRawClass(JsonNode.class)) {
                value = body;
            } else if (body.isNull()) {
                binder.refuse(body, type, loc);
            } else {
                value = binder.bind(body, type, loc);
            }
        } catch (TooManyErrors e) {
            value = null;
        }
        if (value == null || !binder.errors.isEmpty()) {
            throw ProblemException.unprocessable(binder.errors);
        }
        return value;
    }

    private @Nullable Object bind(JsonNode node, JavaType type, List<Object> loc) {
        Class<?> raw = type.getRawClass();
        if (node.isNull() && !raw.isPrimitive() && !type.hasRawClass(JsonNode.class)) {
            return null;
        }
        if (raw.isRecord() && !raw.isAnnotationPresent(JsonDeserialize.class)) {
            return node.isObject() ? bindRecord(node, type, loc) : refuse(node, type, loc);
        }
        if (type.isCollectionLikeType() && raw.isAssignableFrom(ArrayList.class)) {
            return node.isArray() ? bindList(node, type.getContentType(), loc) : refuse(node, type, loc);
        }
        if (type.isMapLikeType()
                && raw.isAssignableFrom(LinkedHashMap.class)
                && type.getKeyType().hasRawClass(String.class)) {
            return node.isObject() ? bindMap(node, type.getContentType(), loc) : refuse(node, type, loc);
        }
        return bindLeaf(node, type, loc);
    }

    private @Nullable Object bindRecord(JsonNode node, JavaType type, List<Object> loc) {
        int before = errors.size();
        RecordComponent[] components = type.getRawClass().getRecordComponents();
        Object[] values = new Object[components.length];
        Set<String> known = new LinkedHashSet<>();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = property == null || property.value().isEmpty() ? component.getName() : property.value();
            known.add(name);
            JavaType inner = json.getTypeFactory().resolveMemberType(component.getGenericType(), type.getBindings());
            boolean required = component.getType().isPrimitive() || property != null && property.required();
            JsonNode value = node.path(name);
            List<Object> at = at(loc, name);
            if (!value.isMissingNode() && !(required && value.isNull())) {
                values[i] = bind(value, inner, at);
            } else if (required && value.isMissingNode()) {
                add(new FieldError("missing", at, "is required", null));
            } else if (required) {
                refuse(value, inner, at);
            }
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                add(new FieldError(
                        "extra_forbidden",
                        at(loc, name),
                        "is not known here; known: " + String.join(", ", known),
                        shown(node.path(name))));
            }
        }
        return errors.size() > before ? null : create(type.getRawClass(), components, values, loc);
    }

    private @Nullable Object create(Class<?> type, RecordComponent[] components, Object[] values, List<Object> loc) {
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            // wire records nest in their resource, most of them private
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                String why = refused.getMessage() == null ? "the values do not fit" : refused.getMessage();
                add(new FieldError("value_error", loc, why, null));
                return null;
            }
            throw new IllegalStateException("cannot make a " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    private List<@Nullable Object> bindList(JsonNode node, JavaType type, List<Object> loc) {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            list.add(bindElement(node.get(i), type, at(loc, i)));
        }
        return list;
    }

    private Map<String, @Nullable Object> bindMap(JsonNode node, JavaType type, List<Object> loc) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            List<Object> at = at(loc, entry.getKey());
            FieldError.ofNul(at, entry.getKey()).ifPresent(this::add);
            map.put(entry.getKey(), bindElement(entry.getValue(), type, at));
        });
        return map;
    }

    private @Nullable Object bindElement(JsonNode node, JavaType type, List<Object> loc) {
        boolean nothing = node.isNull() && !type.hasRawClass(JsonNode.class) && !type.hasRawClass(Object.class);
        return nothing ? refuse(node, type, loc) : bind(node, type, loc);
    }

    private @Nullable Object bindLeaf(JsonNode node, JavaType type, List<Object> loc) {
        int before = errors.size();
        if (!type.hasRawClass(JsonNode.class)) {
            refuseNul(node, loc);
        }
        if (errors.size() > before) {
            return null;
        }
        try {
            return json.readerFor(type).readValue(node);
        } catch (JsonMappingException e) {
            List<Object> at = new ArrayList<>(loc);
            for (JsonMappingException.Reference step : e.getPath()) {
                at.add(step.getFieldName() == null ? (Object) step.getIndex() : step.getFieldName());
            }
            if (e instanceof UnrecognizedPropertyException) {
                add(new FieldError("extra_forbidden", at, "is not known here", null));
                return null;
            }
            return refuse(node, type, at);
        } catch (JsonProcessingException e) {
            return refuse(node, type, loc);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseNul(JsonNode node, List<Object> loc) {
        if (node.isTextual()) {
            FieldError.ofNul(loc, node.textValue()).ifPresent(this::add);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            refuseNul(node.get(i), at(loc, i));
        }
        node.properties().forEach(entry -> {
            FieldError.ofNul(at(loc, entry.getKey()), entry.getKey()).ifPresent(this::add);
            refuseNul(entry.getValue(), at(loc, entry.getKey()));
        });
    }

    /** One more than an answer holds tells that there are more. */
    private void add(FieldError error) {
        errors.add(error);
        if (errors.size() > ProblemException.MAX_ERRORS) {
            throw new TooManyErrors();
        }
    }

    /** Says in Pydantic's words what should have been there. */
    private @Nullable Object refuse(JsonNode node, JavaType type, List<Object> loc) {
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
        add(new FieldError(kind, loc, msg, shown(node), ctx));
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

    private static List<Object> at(List<Object> loc, Object step) {
        List<Object> at = new ArrayList<>(loc);
        at.add(step instanceof String name ? shorten(name) : step);
        return at;
    }

    /** What came instead, as far as it helps: containers would repeat half the body. */
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
