package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules for types without annotations. A sealed type is a union: the property {@code type} has the simple name of the class.
 * Any other type of a bundle is written with the properties that its declared type has, not with those of a subclass.
 */
final class TypeRules extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private static final JsonTypeInfo.Value BY_SIMPLE_NAME =
            JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value declared = super.findPolymorphicTypeInfo(config, annotated);
        boolean isUnnamed =
                declared == null && annotated instanceof AnnotatedClass && isOfUnion(annotated.getRawType());
        return isUnnamed ? BY_SIMPLE_NAME : declared;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        List<NamedType> declared = super.findSubtypes(annotated);
        Class<?> raw = annotated.getRawType();
        if (declared != null || !isSealed(raw)) {
            return declared;
        }
        return Arrays.stream(raw.getPermittedSubclasses()).map(NamedType::new).toList();
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass annotated) {
        String declared = super.findTypeName(annotated);
        Class<?> raw = annotated.getRawType();
        return declared == null && !isSealed(raw) && isOfUnion(raw) ? raw.getSimpleName() : declared;
    }

    @Override
    public JsonSerialize.@Nullable Typing findSerializationTyping(Annotated annotated) {
        JsonSerialize.Typing declared = super.findSerializationTyping(annotated);
        boolean isDeclared = declared != null && declared != JsonSerialize.Typing.DEFAULT_TYPING;
        if (isDeclared || !(annotated instanceof AnnotatedMember)) {
            return declared;
        }
        boolean isShaped = !annotated.hasAnnotation(JsonTypeInfo.class) && shapes(annotated.getType());
        return isShaped ? JsonSerialize.Typing.STATIC : declared;
    }

    /** The JVM gives the methods of an interface in an order of its own, which differs from start to start. */
    @Override
    public @Nullable Boolean findSerializationSortAlphabetically(Annotated annotated) {
        Boolean declared = super.findSerializationSortAlphabetically(annotated);
        return declared == null && annotated.getRawType().isInterface() ? Boolean.TRUE : declared;
    }

    /**
     * Whether a declared type, or that of its elements, decides which properties are written. The value itself decides for
     * types of Java, such as {@link Object}, and for unions, whose declaration lists all their types.
     */
    static boolean shapes(JavaType declared) {
        JavaType type = declared;
        while (type.getContentType() != null) {
            type = type.getContentType();
        }
        Class<?> raw = type.getRawClass();
        return raw.getClassLoader() != null && !isOfUnion(raw) && !isTagged(raw);
    }

    private static boolean isTagged(@Nullable Class<?> type) {
        return type != null
                && (type.isAnnotationPresent(JsonTypeInfo.class)
                        || isTagged(type.getSuperclass())
                        || Stream.of(type.getInterfaces()).anyMatch(TypeRules::isTagged));
    }

    private static boolean isOfUnion(@Nullable Class<?> type) {
        return type != null
                && !type.isEnum()
                && (isSealed(type)
                        || isOfUnion(type.getSuperclass())
                        || Stream.of(type.getInterfaces()).anyMatch(TypeRules::isOfUnion));
    }

    private static boolean isSealed(Class<?> type) {
        return type.isSealed() && !type.isEnum() && !type.getName().startsWith("java.");
    }
}
