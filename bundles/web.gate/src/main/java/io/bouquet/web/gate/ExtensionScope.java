package io.bouquet.web.gate;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.DynamicFeature;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.ext.ContextResolver;
import javax.ws.rs.ext.ExceptionMapper;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.MessageBodyWriter;
import javax.ws.rs.ext.ParamConverterProvider;
import javax.ws.rs.ext.ReaderInterceptor;
import javax.ws.rs.ext.WriterInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * How far an extension of a plugin applies.
 *
 * @param reason why it is rejected; the empty string if it is not
 */
record ExtensionScope(Kind kind, String reason) {
    /** The service that the whiteboard gets for an extension. */
    enum Kind {
        /** Nothing yet. */
        UNDECIDED,
        /** The extension itself. */
        AS_IS,
        /** A {@link ScopedExtension}. */
        SCOPED,
        /** Nothing. */
        REJECTED
    }

    static final ExtensionScope UNDECIDED = new ExtensionScope(Kind.UNDECIDED, "");
    static final ExtensionScope AS_IS = new ExtensionScope(Kind.AS_IS, "");
    private static final ExtensionScope SCOPED = new ExtensionScope(Kind.SCOPED, "");

    /** Extension interfaces that {@link ScopedExtension} can limit to requests of one bundle. */
    static final Map<String, Class<?>> SCOPABLE = byName(
            ContainerRequestFilter.class,
            ContainerResponseFilter.class,
            ReaderInterceptor.class,
            WriterInterceptor.class,
            ParamConverterProvider.class,
            DynamicFeature.class);

    /** Extension interfaces with a type parameter; JAX-RS applies such an extension to that type only. */
    private static final Map<String, Class<?>> TYPED =
            byName(ExceptionMapper.class, MessageBodyReader.class, MessageBodyWriter.class, ContextResolver.class);

    private static Map<String, Class<?>> byName(Class<?>... contracts) {
        return Stream.of(contracts).collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));
    }

    static ExtensionScope rejected(String reason) {
        return new ExtensionScope(Kind.REJECTED, reason);
    }

    /**
     * Decides for an extension without special permission.
     *
     * @param contracts names of the extension interfaces that it is registered for
     * @param isOwn     whether a class belongs to the plugin's bundle
     */
    static ExtensionScope of(List<String> contracts, Class<?> type, Predicate<Class<?>> isOwn) {
        if (SCOPABLE.keySet().containsAll(contracts)) {
            return contracts.contains(ContainerRequestFilter.class.getName())
                            && type.isAnnotationPresent(PreMatching.class)
                    ? rejected("a @PreMatching filter runs before the resource is known, and with it the bundle")
                    : SCOPED;
        }
        for (String name : contracts) {
            Class<?> contract = TYPED.get(name);
            if (contract == null) {
                return rejected(
                        SCOPABLE.containsKey(name)
                                ? "one class is both a filter and another kind of extension"
                                : "a " + name + " applies to all that the application answers");
            }
            Type argument = argument(type, contract);
            if (!(argument instanceof Class<?> own && isOwn.test(own))) {
                return rejected("its " + contract.getSimpleName() + " is for "
                        + (argument instanceof Class<?> || argument instanceof ParameterizedType
                                ? argument.getTypeName()
                                : "any type")
                        + ", which is not a class of its own bundle");
            }
        }
        return AS_IS;
    }

    /** Returns the argument that a class gives for the type parameter of a contract; null if it gives none. */
    static @Nullable Type argument(Class<?> type, Class<?> contract) {
        for (Type parent : parents(type)) {
            Class<?> raw = (Class<?>) (parent instanceof ParameterizedType generic ? generic.getRawType() : parent);
            Type found = raw == contract ? contract.getTypeParameters()[0] : argument(raw, contract);
            if (found instanceof TypeVariable<?> variable && parent instanceof ParameterizedType generic) {
                int index = Arrays.asList(raw.getTypeParameters()).indexOf(variable);
                return generic.getActualTypeArguments()[index];
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static List<Type> parents(Class<?> type) {
        return Stream.concat(Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()))
                .toList();
    }
}
