package io.bouquet.web.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A property of an object in JSON.
 *
 * @param owner      class that declares it
 * @param member     name of the field or component that has its Javadoc
 * @param annotated  its type with annotations, for constraints of elements
 * @param isNullable whether it has an annotation named {@code Nullable}
 * @param isAlways   whether an answer has it whatever its value is
 * @param isDeclaredRequired whether {@code @JsonProperty} requires it
 * @param unwrapped  changes the names of its own properties, which stand in its place; null if it is not unwrapped
 */
record Property(
        String name,
        Class<?> owner,
        String member,
        JavaType type,
        @Nullable AnnotatedType annotated,
        Notes notes,
        boolean isNullable,
        boolean isAlways,
        boolean isDeclaredRequired,
        @Nullable NameTransformer unwrapped) {

    /** Returns the properties of a class as Jackson sees them: those of a record as declared, those of others by name. */
    static List<Property> of(BeanDescription bean, boolean isInput, Nullness nullness) {
        Class<?> raw = bean.getBeanClass();
        List<Property> properties = new ArrayList<>();
        JsonInclude.Value all = bean.findPropertyInclusion(JsonInclude.Value.empty());
        for (BeanPropertyDefinition definition : bean.findProperties()) {
            AnnotatedMember member = isInput ? definition.getMutator() : definition.getAccessor();
            if (member == null) {
                member = definition.getPrimaryMember();
            }
            if (member != null) {
                properties.add(of(raw, definition, member, all, nullness));
            }
        }
        List<String> declared = raw.isRecord()
                ? Arrays.stream(raw.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList()
                : List.of();
        properties.sort(
                Comparator.comparingInt((Property property) -> declared.indexOf(property.member()) & Integer.MAX_VALUE)
                        .thenComparing(Property::name));
        return properties;
    }

    /** Whether it is in no JSON, although Jackson would read the component of a record. */
    boolean isHidden() {
        Note ignored = notes.find("com.fasterxml.jackson.annotation.JsonIgnore");
        return notes.isHidden() || ignored != null && owner.isRecord() && ignored.flag("value");
    }

    private static Property of(
            Class<?> raw,
            BeanPropertyDefinition definition,
            AnnotatedMember member,
            JsonInclude.Value ofClass,
            Nullness nullness) {
        String name = definition.getInternalName();
        Field field = field(raw, name);
        Method getter =
                definition.getGetter() == null ? null : definition.getGetter().getAnnotated();
        Method setter =
                definition.getSetter() == null ? null : definition.getSetter().getAnnotated();
        AnnotatedType annotated =
                field != null ? field.getAnnotatedType() : getter != null ? getter.getAnnotatedReturnType() : null;
        AnnotatedElement written = setter != null && setter.getParameterCount() == 1 ? setter.getParameters()[0] : null;
        Notes notes = Notes.of(field, getter, setter, written, annotated);
        JsonInclude.Include inclusion = (definition.getAccessor() == null
                        ? ofClass
                        : ofClass.withOverrides(definition.findInclusion()))
                .getValueInclusion();
        return new Property(
                definition.getName(),
                member.getDeclaringClass(),
                name,
                member.getType(),
                annotated,
                notes,
                notes.hasSimple("Nullable")
                        || field != null && nullness.isNullable(field.getDeclaringClass(), name)
                        || getter != null && nullness.isNullable(getter.getDeclaringClass(), getter.getName() + "()"),
                (inclusion == JsonInclude.Include.ALWAYS || inclusion == JsonInclude.Include.USE_DEFAULTS)
                        && !notes.has("com.fasterxml.jackson.annotation.JsonView"),
                definition.isRequired(),
                unwrapped(notes));
    }

    private static @Nullable Field field(Class<?> type, String name) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }

    private static @Nullable NameTransformer unwrapped(Notes notes) {
        Note note = notes.find("com.fasterxml.jackson.annotation.JsonUnwrapped");
        return note == null || Boolean.FALSE.equals(note.value("enabled"))
                ? null
                : NameTransformer.simpleTransformer(note.text("prefix"), note.text("suffix"));
    }
}
