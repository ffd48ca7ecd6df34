package io.bouquet.web.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.NameTransformer;
import io.bouquet.common.json.BundleJson;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON Schemas of types. Records, enums, sealed types and beans become components with names; all other types
 * are written where they are used. One instance writes one document and is then dropped with all classes that it read.
 */
final class Schemas {
    /** Whether a value is read from a request or written into an answer. */
    enum Mode {
        INPUT,
        OUTPUT
    }

    private static final Set<String> ANYTHING = Set.of("java.lang.Object", "com.fasterxml.jackson.databind.JsonNode");

    private static final int LONGEST_TYPE = 2000;

    private static final int MAX_TYPES = 1000;

    private final JsonMapper json;
    private final Docs docs;
    private final boolean isLive;
    private final Nullness nullness = new Nullness();
    private final ComponentNames names = new ComponentNames();

    /**
     * @param isLive whether code of the classes may run; otherwise classes are only looked at, and not initialized
     */
    Schemas(Docs docs, boolean isLive) {
        this.docs = docs;
        this.isLive = isLive;
        this.json = BundleJson.mapper().typeFactory(BundleJson.types(MAX_TYPES)).build();
    }

    JavaType type(Type type) {
        return json.constructType(type);
    }

    /** Resolves a type that a member of a class declares, which may use the type parameters of that class. */
    JavaType type(Type declared, JavaType owner, Class<?> declaring) {
        JavaType parent = owner.findSuperType(declaring);
        return json.getTypeFactory().resolveMemberType(declared, (parent == null ? owner : parent).getBindings());
    }

    ObjectNode node() {
        return json.createObjectNode();
    }

    /** Names the components and returns their schemas by name. */
    SortedMap<String, ObjectNode> components(Set<String> reserved) {
        return names.resolve(reserved);
    }

    /** Returns the schema of a value with its constraints, without a description. */
    ObjectNode of(JavaType type, @Nullable AnnotatedType annotated, Notes notes, Mode mode) {
        Note swagger = notes.swagger("media.Schema");
        Class<?> instead = swagger == null ? null : swagger.type("implementation");
        ObjectNode schema = instead == null ? of(type, annotated, mode) : of(type(instead), null, mode);
        Constraints.apply(notes, schema);
        if (swagger != null) {
            SwaggerSchemas.apply(swagger, schema);
        }
        return schema;
    }

    private ObjectNode of(JavaType type, @Nullable AnnotatedType annotated, Mode mode) {
        Class<?> raw = type.getRawClass();
        ObjectNode simple = SimpleTypes.schema(raw);
        if (simple != null) {
            return raw.getSimpleName().startsWith("Optional") ? orNull(simple) : simple;
        }
        if (ANYTHING.contains(raw.getName())) {
            return node();
        }
        if (raw == byte[].class) {
            return node().put("type", "string").put("contentEncoding", "base64");
        }
        if (type.isReferenceType() || raw == Optional.class) {
            JavaType inner = type.containedTypeCount() == 0 ? type(Object.class) : type.containedType(0);
            return orNull(element(inner, argument(annotated, 0), mode));
        }
        if (type.isMapLikeType()) {
            ObjectNode map = node().put("type", "object");
            map.set("additionalProperties", element(type.getContentType(), argument(annotated, 1), mode));
            if (type.getKeyType().isEnumType()) {
                map.set("propertyNames", of(type.getKeyType(), null, mode));
            }
            return map;
        }
        if (type.isArrayType() || type.isCollectionLikeType()) {
            ObjectNode array = list(element(type.getContentType(), argument(annotated, 0), mode));
            return Set.class.isAssignableFrom(raw) ? array.put("uniqueItems", true) : array;
        }
        if (Iterable.class.isAssignableFrom(raw) && JsonNode.class.isAssignableFrom(raw)) {
            return node().put("type", raw.getSimpleName().equals("ArrayNode") ? "array" : "object");
        }
        if (BaseStream.class.isAssignableFrom(raw) || raw == Iterable.class) {
            JavaType inner = type.containedTypeCount() == 0 ? type(Object.class) : type.containedType(0);
            return list(element(inner, argument(annotated, 0), mode));
        }
        boolean isOurs = raw.isEnum() || raw.getClassLoader() != null;
        // a type with itself in its own type parameters would have no end
        return isOurs && type.toCanonical().length() < LONGEST_TYPE ? reference(type, mode) : node();
    }

    private ObjectNode element(JavaType type, @Nullable AnnotatedType annotated, Mode mode) {
        return of(type, annotated, Notes.of(annotated), mode);
    }

    private ObjectNode list(ObjectNode items) {
        ObjectNode array = node().put("type", "array");
        array.set("items", items);
        return array;
    }

    /** Returns a type argument with its annotations, or the type of the elements of an array; null if it is unknown. */
    static @Nullable AnnotatedType argument(@Nullable AnnotatedType annotated, int index) {
        if (annotated instanceof AnnotatedArrayType array) {
            return array.getAnnotatedGenericComponentType();
        }
        if (annotated instanceof AnnotatedParameterizedType parameterized) {
            AnnotatedType[] arguments = parameterized.getAnnotatedActualTypeArguments();
            return index < arguments.length ? arguments[index] : null;
        }
        return null;
    }

    /** Returns a schema that allows null, too. */
    ObjectNode orNull(ObjectNode schema) {
        if (schema.path("type").isTextual() && !schema.has("enum") && !schema.has("const")) {
            ArrayNode types = json.createArrayNode().add(schema.path("type").asText());
            schema.set("type", types.add("null"));
            return schema;
        }
        if (schema.isEmpty() || schema.path("type").isArray() || schema.has("anyOf")) {
            return schema;
        }
        ObjectNode either = node();
        either.putArray("anyOf").add(schema).add(node().put("type", "null"));
        return either;
    }

    private ObjectNode reference(JavaType type, Mode mode) {
        ObjectNode component = names.add(type, mode);
        if (component != null) {
            write(type, mode, component);
        }
        ObjectNode reference = node().put("$ref", "");
        names.refer(type, mode, path -> reference.put("$ref", path));
        return reference;
    }

    private void write(JavaType type, Mode mode, ObjectNode component) {
        Class<?> raw = type.getRawClass();
        Notes notes = Notes.of(raw);
        if (raw.isEnum()) {
            constants(raw, component);
        } else if (!Subtypes.of(raw).isEmpty()) {
            alternatives(type, mode, component);
        } else {
            object(type, mode, component);
        }
        Constraints.apply(notes, component);
        describe(component, notes, docs.of(raw));
    }

    private void constants(Class<?> type, ObjectNode component) {
        BeanDescription bean = output(type(type));
        AnnotatedMember value = bean.findJsonValueAccessor();
        component.put("type", "string");
        if (value != null && !isLive) {
            return;
        }
        ArrayNode all = json.createArrayNode();
        List<String> described = new ArrayList<>();
        for (Field field : type.getFields()) {
            if (field.isEnumConstant()) {
                JsonNode name = value == null ? name(field) : json.valueToTree(constant(type, field.getName()));
                if (!name.isTextual()) {
                    component.put("type", name.isIntegralNumber() ? "integer" : "number");
                }
                all.add(name);
                String text = docs.ofField(type, field.getName());
                if (!text.isEmpty()) {
                    described.add("- `" + name.asText() + "`: " + text.replace('\n', ' '));
                }
            }
        }
        component.set("enum", all);
        if (!described.isEmpty()) {
            component.put("description", String.join("\n", described));
        }
    }

    private JsonNode name(Field constant) {
        JsonProperty property = constant.getAnnotation(JsonProperty.class);
        return json.getNodeFactory()
                .textNode(property == null || property.value().isEmpty() ? constant.getName() : property.value());
    }

    private static @Nullable Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        return null;
    }

    private void alternatives(JavaType type, Mode mode, ObjectNode component) {
        ArrayNode alternatives = component.putArray("oneOf");
        for (Class<?> one : Subtypes.of(type.getRawClass())) {
            alternatives.add(reference(subtype(type, one), mode));
        }
        String property = Subtypes.discriminator(type.getRawClass());
        if (!property.isEmpty()) {
            ObjectNode mapping = component
                    .putObject("discriminator")
                    .put("propertyName", property)
                    .putObject("mapping");
            Subtypes.concrete(type.getRawClass()).forEach((name, one) -> {
                JavaType subtype = subtype(type, one);
                reference(subtype, mode);
                mapping.put(name, "");
                names.refer(subtype, mode, path -> mapping.put(name, path));
            });
        }
    }

    private JavaType subtype(JavaType type, Class<?> subtype) {
        try {
            return json.getTypeFactory().constructSpecializedType(type, subtype);
        } catch (IllegalArgumentException unrelatedParameters) {
            return type(subtype);
        }
    }

    private void object(JavaType type, Mode mode, ObjectNode component) {
        component.put("type", "object");
        ObjectNode properties = node();
        Set<String> required = new TreeSet<>();
        String discriminator = Subtypes.discriminator(type.getRawClass());
        if (!discriminator.isEmpty()) {
            properties.putObject(discriminator).put("type", "string").put("const", Subtypes.name(type.getRawClass()));
            required.add(discriminator);
        }
        properties(type, mode, NameTransformer.NOP, properties, required);
        if (!properties.isEmpty()) {
            component.set("properties", properties);
        }
        if (!required.isEmpty()) {
            ArrayNode names = component.putArray("required");
            properties.fieldNames().forEachRemaining(name -> {
                if (required.contains(name)) {
                    names.add(name);
                }
            });
        }
    }

    private void properties(
            JavaType type, Mode mode, NameTransformer renamed, ObjectNode properties, Collection<String> required) {
        boolean isInput = mode == Mode.INPUT;
        for (Property property : Property.of(isInput ? input(type) : output(type), isInput, nullness)) {
            String name = renamed.transform(property.name());
            Note jackson = property.notes().find(JsonProperty.class.getName());
            String access = jackson == null ? "" : jackson.constant("access");
            boolean isElsewhere = access.equals(isInput ? "READ_ONLY" : "WRITE_ONLY");
            if (property.isHidden() || isElsewhere || properties.has(name)) {
                continue;
            }
            if (property.unwrapped() != null) {
                properties(
                        property.type(),
                        mode,
                        NameTransformer.chainedTransformer(renamed, property.unwrapped()),
                        properties,
                        required);
                continue;
            }
            ObjectNode schema = of(property.type(), property.annotated(), property.notes(), mode);
            boolean mustBe = property.isDeclaredRequired()
                    || Constraints.requires(property.notes())
                    || SwaggerSchemas.requires(property.notes());
            if (property.isNullable() && !mustBe && (isInput || property.isAlways())) {
                schema = orNull(schema);
            }
            describe(schema, property.notes(), docs.ofField(property.owner(), property.member()));
            boolean hasDefault = isInput && standard(property.notes(), schema);
            if (access.equals("READ_ONLY") || access.equals("WRITE_ONLY")) {
                schema.put(isInput ? "writeOnly" : "readOnly", true);
            }
            properties.set(name, schema);
            if (isInput ? mustBe || property.type().isPrimitive() && !hasDefault : property.isAlways()) {
                required.add(name);
            }
        }
    }

    /** Adds the value that a missing one stands for; returns false if there is none. */
    boolean standard(Notes notes, ObjectNode schema) {
        Note jaxrs = notes.jaxrs("DefaultValue");
        Note jackson = notes.find(JsonProperty.class.getName());
        String text = jaxrs != null && jaxrs.value("value") instanceof String value
                ? value
                : jackson == null ? "" : jackson.text("defaultValue");
        if (jaxrs == null && text.isEmpty()) {
            return false;
        }
        schema.set("default", literal(text, schema));
        return true;
    }

    private BeanDescription input(JavaType type) {
        return json.getDeserializationConfig()
                .getClassIntrospector()
                .forDeserialization(json.getDeserializationConfig(), type, json.getDeserializationConfig());
    }

    private BeanDescription output(JavaType type) {
        return json.getSerializationConfig()
                .getClassIntrospector()
                .forSerialization(json.getSerializationConfig(), type, json.getSerializationConfig());
    }

    /** Adds what people read: description, example, deprecation. */
    void describe(ObjectNode schema, Notes notes, String javadoc) {
        Note swagger = notes.swagger("media.Schema");
        String text = swagger == null || swagger.text("description").isEmpty() ? javadoc : swagger.text("description");
        if (!text.isEmpty()) {
            String constants = schema.path("description").asText();
            schema.put("description", constants.isEmpty() ? text : text + "\n\n" + constants);
        }
        if (swagger != null) {
            SwaggerSchemas.describe(swagger, schema, this);
        }
        if (notes.isDeprecated()) {
            schema.put("deprecated", true);
        }
    }

    /** Returns a value that an annotation has as a text, in the type of the schema: {@code 3} for an integer, not a string. */
    JsonNode literal(String text, JsonNode schema) {
        JsonNode type = schema.path("type");
        String kind = type.isArray() ? type.path(0).asText() : type.asText();
        try {
            switch (kind) {
                case "string" -> {
                    return json.getNodeFactory().textNode(text);
                }
                case "integer", "number" -> {
                    return Constraints.node(new BigDecimal(text.strip()));
                }
                default -> {
                    return json.readTree(text);
                }
            }
        } catch (NumberFormatException | JsonProcessingException notOfTheType) {
            return json.getNodeFactory().textNode(text);
        }
    }
}
