package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a union of a sealed type without annotations: the property {@code type} has the simple name of the class. */
final class SealedTypes extends JacksonAnnotationIntrospector {
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

    private static boolean isOfUnion(@Nullable Class<?> type) {
        return type != null
                && !type.isEnum()
                && (isSealed(type)
                        || isOfUnion(type.getSuperclass())
                        || Stream.of(type.getInterfaces()).anyMatch(SealedTypes::isOfUnion));
    }

    private static boolean isSealed(Class<?> type) {
        return type.isSealed() && !type.isEnum() && !type.getName().startsWith("java.");
    }
}
