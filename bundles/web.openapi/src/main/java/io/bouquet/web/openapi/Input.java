package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value that a method gets from a request.
 *
 * @param name empty for a body
 * @param text its Javadoc
 */
record Input(
        Place place, String name, JavaType type, @Nullable AnnotatedType annotated, Notes notes, String text) {
    /** The part of the request that has the value. */
    enum Place {
        PATH,
        QUERY,
        HEADER,
        COOKIE,
        FORM,
        BODY
    }

    private static final Map<String, Place> ANNOTATIONS = Map.of(
            "javax.ws.rs.PathParam", Place.PATH,
            "javax.ws.rs.QueryParam", Place.QUERY,
            "javax.ws.rs.HeaderParam", Place.HEADER,
            "javax.ws.rs.CookieParam", Place.COOKIE,
            "javax.ws.rs.FormParam", Place.FORM,
            "org.apache.cxf.jaxrs.ext.multipart.Multipart", Place.FORM);
    private static final Set<String> OF_PLATFORM =
            Set.of("javax.ws.rs.core.Context", "javax.ws.rs.container.Suspended", "javax.ws.rs.MatrixParam");

    /** Reads the parameters of a method, and what the fields of its class get. */
    static List<Input> of(JaxRs.ResourceMethod method, JavaType owner, Schemas schemas, Docs docs) {
        Reader reader = new Reader(schemas, docs);
        reader.fields(owner);
        Method declared = method.declared();
        Parameter[] parameters = declared.getParameters();
        Parameter[] own = method.method().getParameters();
        Type[] types = declared.getGenericParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            String text = docs.ofParameter(method.method(), i);
            reader.read(
                    Notes.of(parameters[i], own[i]),
                    schemas.type(types[i], owner, declared.getDeclaringClass()),
                    parameters[i].getAnnotatedType(),
                    text.isEmpty() ? docs.ofParameter(declared, i) : text,
                    true);
        }
        return reader.found;
    }

    boolean isRequired() {
        Note swagger = notes.swagger("Parameter");
        boolean isPrimitive = type.isPrimitive() && notes.jaxrs("DefaultValue") == null;
        return place == Place.PATH
                || place != Place.BODY && isPrimitive
                || Constraints.requires(notes)
                || SwaggerSchemas.requires(notes)
                || swagger != null && swagger.flag("required");
    }

    private static final class Reader {
        private final Schemas schemas;
        private final Docs docs;
        private final List<Input> found = new ArrayList<>();

        Reader(Schemas schemas, Docs docs) {
            this.schemas = schemas;
            this.docs = docs;
        }

        void read(Notes notes, JavaType type, @Nullable AnnotatedType annotated, String text, boolean canBeBody) {
            if (notes.isHidden() || notes.stream().anyMatch(note -> OF_PLATFORM.contains(note.type()))) {
                return;
            }
            for (Map.Entry<String, Place> one : ANNOTATIONS.entrySet()) {
                Note note = notes.find(one.getKey());
                if (note != null) {
                    found.add(new Input(one.getValue(), note.text("value"), type, annotated, notes, text));
                    return;
                }
            }
            if (notes.jaxrs("BeanParam") != null) {
                bean(type);
            } else if (canBeBody && !isOfPlatform(type.getRawClass())) {
                found.add(new Input(Place.BODY, "", type, annotated, notes, text));
            }
        }

        private static boolean isOfPlatform(Class<?> type) {
            return type.getName().startsWith("javax.ws.rs.sse.")
                    || type.getName().equals("javax.ws.rs.container.AsyncResponse");
        }

        /** Reads the parameters that the fields and setters of an object get, or the constructor of a record. */
        private void bean(JavaType type) {
            Class<?> raw = type.getRawClass();
            fields(type);
            for (Constructor<?> constructor : raw.getDeclaredConstructors()) {
                Parameter[] parameters = constructor.getParameters();
                Type[] types = constructor.getGenericParameterTypes();
                for (int i = 0; i < parameters.length && types.length == parameters.length; i++) {
                    String name = raw.isRecord() && i < raw.getRecordComponents().length
                            ? raw.getRecordComponents()[i].getName()
                            : parameters[i].getName();
                    read(
                            Notes.of(parameters[i]),
                            schemas.type(types[i], type, raw),
                            parameters[i].getAnnotatedType(),
                            docs.ofField(raw, name),
                            false);
                }
            }
        }

        void fields(JavaType type) {
            for (Class<?> at = type.getRawClass(); at != null && at != Object.class; at = at.getSuperclass()) {
                Map<String, AnnotatedElement> members = new LinkedHashMap<>();
                Arrays.stream(at.getDeclaredFields()).forEach(field -> members.put(field.getName(), field));
                for (Method method : at.getDeclaredMethods()) {
                    if (method.getParameterCount() == 1 && method.getName().startsWith("set")) {
                        members.put(method.getName() + "()", method);
                    }
                }
                for (String name : members.keySet().stream().sorted().toList()) {
                    member(members.get(name), name, type, at);
                }
            }
        }

        private void member(@Nullable AnnotatedElement member, String name, JavaType type, Class<?> at) {
            Notes notes = Notes.of(member);
            if (member instanceof Field field && !at.isRecord()) {
                JavaType its = schemas.type(field.getGenericType(), type, at);
                read(notes, its, field.getAnnotatedType(), docs.ofField(at, name), false);
            } else if (member instanceof Method setter) {
                JavaType its = schemas.type(setter.getGenericParameterTypes()[0], type, at);
                read(notes, its, setter.getAnnotatedParameterTypes()[0], docs.of(setter), false);
            }
        }
    }
}
