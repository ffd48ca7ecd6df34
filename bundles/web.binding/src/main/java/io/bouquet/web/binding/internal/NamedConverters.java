package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bouquet.web.ProblemException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import javax.ws.rs.ext.ParamConverter;
import javax.ws.rs.ext.ParamConverterProvider;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/**
 * Converts the parameters that CXF binds: those of methods that return a sub-resource, and of fields of a resource. The
 * first that cannot be read ends the request.
 */
@Component(service = ParamConverterProvider.class, property = "service.ranking:Integer=-1000")
@JaxrsExtension
@JaxrsName("bouquet-parameters")
@JaxrsApplicationSelect("(|(osgi.jaxrs.name=*)(osgi.jaxrs.application.base=*))")
public final class NamedConverters implements ParamConverterProvider {
    @Override
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> raw, Type genericType, Annotation[] annotations) {
        for (Source source : Source.values()) {
            for (Annotation annotation : annotations) {
                String name = source.nameIn(annotation);
                if (name != null && !isBinding()) {
                    return converter(raw, genericType, new Place(new Place(null, source.step), name), source);
                }
            }
        }
        return null;
    }

    /** Whether {@link Binding} asks for the converters of the plugin. */
    private static boolean isBinding() {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        Binding binding = message == null ? null : message.getExchange().get(Binding.class);
        return binding != null && !binding.isComplete();
    }

    private static <T> @Nullable ParamConverter<T> converter(Class<T> raw, Type genericType, Place at, Source source) {
        JavaType type = JsonBodies.newTypeFactory().constructType(genericType == null ? raw : genericType);
        Plan plan = type.hasRawClass(raw) ? TextPlans.of(type, false, source) : null;
        if (plan == null || plan instanceof ElementsPlan || plan instanceof TextPlans.Files) {
            return null;
        }
        return new ParamConverter<>() {
            @Override
            @SuppressWarnings("unchecked")
            public @Nullable T fromString(@Nullable String text) {
                if (text == null) {
                    return (T) plan.absent();
                }
                Attempt attempt = new Attempt(new JsonMapper());
                Object value = plan.bind(TextNode.valueOf(text), at, attempt);
                if (!attempt.failures().isEmpty()) {
                    throw ProblemException.unprocessable(
                            List.of(Binding.error(attempt.failures().get(0), Messages.of(null), List.of())));
                }
                return (T) value;
            }

            @Override
            public String toString(T value) {
                return String.valueOf(value);
            }
        };
    }
}
