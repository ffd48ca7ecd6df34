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
 * How far an extension of a plugin reaches.
 *
 * @param reason why it is kept out; the empty string if it is not
 */
record Extent(Kind kind, String reason) {
    /** What the whiteboard gets of an extension. */
    enum Kind {
        /** Nothing yet. */
        UNDECIDED,
        /** The extension itself. */
        AS_IS,
        /** A {@link ScopedExtension}. */
        SCOPED,
        /** Nothing. */
        KEPT_OUT
    }

    static final Extent UNDECIDED = new Extent(Kind.UNDECIDED, "");
    static final Extent AS_IS = new Extent(Kind.AS_IS, "");
    private static final Extent SCOPED = new Extent(Kind.SCOPED, "");

    /** Extensions that can pass a request by. */
    static final Map<String, Class<?>> SCOPABLE = byName(
            ContainerRequestFilter.class,
            ContainerResponseFilter.class,
            ReaderInterceptor.class,
            WriterInterceptor.class,
            ParamConverterProvider.class,
            DynamicFeature.class);

    /** Extensions for one type, which JAX-RS reads from their class. */
    private static final Map<String, Class<?>> TYPED =
            byName(ExceptionMapper.class, MessageBodyReader.class, MessageBodyWriter.class, ContextResolver.class);

    private static Map<String, Class<?>> byName(Class<?>... contracts) {
        return Stream.of(contracts).collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));
    }

    static Extent keptOut(String reason) {
        return new Extent(Kind.KEPT_OUT, reason);
    }

    /**
     * Decides for an extension that nobody allows more.
     *
     * @param contracts names of the interfaces of JAX-RS that it is a service for
     * @param isOwn     whether a class is of the plugin's own bundle
     */
    static Extent of(List<String> contracts, Class<?> type, Predicate<Class<?>> isOwn) {
        if (SCOPABLE.keySet().containsAll(contracts)) {
            return contracts.contains(ContainerRequestFilter.class.getName())
                            && type.isAnnotationPresent(PreMatching.class)
                    ? keptOut("a @PreMatching filter runs before it is known whose resource answers")
                    : SCOPED;
        }
        for (String name : contracts) {
            Class<?> contract = TYPED.get(name);
            if (contract == null) {
                return keptOut(
                        SCOPABLE.containsKey(name)
                                ? "it has several kinds of extensions in one class, of which one is not a filter"
                                : "a " + name + " applies to all that the application answers");
            }
            Type argument = argument(type, contract);
            if (!(argument instanceof Class<?> own && isOwn.test(own))) {
                return keptOut("its " + contract.getSimpleName() + " is for "
                        + (argument instanceof Class<?> || argument instanceof ParameterizedType
                                ? argument.getTypeName()
                                : "any type")
                        + ", which is not a class of its own bundle");
            }
        }
        return AS_IS;
    }

    /** What a class says for the type parameter of a contract; null if it says nothing. */
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
