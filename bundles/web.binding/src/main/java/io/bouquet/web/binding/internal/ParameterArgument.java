package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bouquet.web.binding.Strict;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.Encoded;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.ext.ParamConverter;
import org.jspecify.annotations.Nullable;

/** One parameter of a path, a query, a header, a cookie or a form. */
final class ParameterArgument implements Argument {
    private final Source source;
    private final String name;
    private final Place at;
    private final Plan plan;
    private final JavaType type;
    private final Type element;
    private final boolean isMany;
    private final boolean isEncoded;
    private final @Nullable String defaultValue;
    private final Annotation[] annotations;

    private ParameterArgument(
            Source source,
            String name,
            Plan plan,
            Type declared,
            JavaType type,
            boolean isEncoded,
            @Nullable String defaultValue,
            Annotation[] annotations) {
        this.source = source;
        this.name = name;
        this.at = new Place(new Place(null, source.step), name);
        this.plan = plan;
        this.type = type;
        this.isMany = plan instanceof ElementsPlan;
        this.element = isMany ? element(declared, type.getContentType()) : declared;
        this.isEncoded = isEncoded;
        this.defaultValue = defaultValue;
        this.annotations = annotations;
    }

    /**
     * Returns null if CXF has to bind the parameter.
     *
     * @param encoded      whether the method or class asks for encoded values
     * @param defaultValue of the method or class; null if there is none
     */
    static @Nullable ParameterArgument of(
            Type declared, JavaType type, Annotation[] annotations, boolean encoded, @Nullable String defaultValue) {
        boolean isEncoded = encoded;
        String value = defaultValue;
        boolean isStrict = false;
        for (Annotation annotation : annotations) {
            isEncoded |= annotation instanceof Encoded;
            isStrict |= annotation instanceof Strict;
            if (annotation instanceof DefaultValue own) {
                value = own.value();
            }
        }
        for (Source source : Source.values()) {
            for (Annotation annotation : annotations) {
                String name = source.nameIn(annotation);
                Plan plan = name == null || name.isEmpty() ? null : TextPlans.of(type, isStrict, source);
                if (name != null && plan != null) {
                    return new ParameterArgument(source, name, plan, declared, type, isEncoded, value, annotations);
                }
            }
        }
        return null;
    }

    /** Returns the type of the elements as Java declares it, for converters of plugins. */
    private static Type element(Type declared, JavaType content) {
        return declared instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[0]
                : content.getRawClass();
    }

    Source source() {
        return source;
    }

    String name() {
        return name;
    }

    @Override
    public List<Object> loc() {
        return at.loc();
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public Stream<ParameterArgument> parameters() {
        return Stream.of(this);
    }

    @Override
    public @Nullable Object bind(RequestValues values, Attempt attempt) {
        if (plan instanceof TextPlans.Files files) {
            return files.form().apply(values.files(name));
        }
        List<String> texts = values.of(source, name, isMany, isEncoded);
        if (texts.isEmpty() && defaultValue != null) {
            texts = List.of(defaultValue);
        }
        if (texts.isEmpty() && !isMany) {
            if (type.isPrimitive()) {
                attempt.refuse(new Misfit("missing"), at);
            }
            return plan.absent();
        }
        Class<?> raw = (isMany ? type.getContentType() : type).getRawClass();
        ParamConverter<?> converter = values.converter(raw, element, annotations);
        return converter == null ? bind(texts, attempt) : convert(texts, converter, attempt);
    }

    private @Nullable Object bind(List<String> texts, Attempt attempt) {
        JsonNode node = TextNode.valueOf(texts.isEmpty() ? "" : texts.get(0));
        if (isMany) {
            ArrayNode many = JsonNodeFactory.instance.arrayNode(texts.size());
            texts.forEach(many::add);
            node = many;
        }
        return plan.bind(node, at, attempt);
    }

    /** Lets the plugin convert. */
    private @Nullable Object convert(List<String> texts, ParamConverter<?> converter, Attempt attempt) {
        List<@Nullable Object> converted = new ArrayList<>();
        for (int i = 0; i < (isMany ? texts.size() : 1); i++) {
            try {
                converted.add(converter.fromString(texts.get(i)));
            } catch (WebApplicationException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                attempt.refuse(TextNode.valueOf(texts.get(i)), Misfit.of(e), isMany ? at.step(i) : at);
            }
        }
        if (isMany && plan instanceof ElementsPlan elements) {
            return elements.collect(converted);
        }
        return converted.isEmpty() ? null : converted.get(0);
    }
}
