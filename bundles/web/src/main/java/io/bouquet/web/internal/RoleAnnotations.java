package io.bouquet.web.internal;

import io.bouquet.accounts.Scopes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code @RolesAllowed}, {@code @DenyAll}, {@code @PermitAll} and {@code @Secured} of classes and methods. It finds them
 * by name, so that those of {@code jakarta.annotation} and a plugin's own copies count, too.
 */
final class RoleAnnotations {
    private static final Pattern PACKAGE = Pattern.compile("(javax|jakarta)\\.annotation\\.security\\.");
    private static final String SECURED = "io.bouquet.web.Secured";
    private static final Pattern IN_CLASS_FILE = Pattern.compile(
            "L((?:javax|jakarta)/annotation/security/(?:RolesAllowed|DenyAll|PermitAll|RunAs)|io/bouquet/web/Secured);");
    /** Rules by class. The class itself holds them, so they are collected with a removed plugin. */
    private static final ClassValue<Map<Method, RoleRule>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<Method, RoleRule> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /** Annotations in the class file that the JVM leaves out, because it cannot load the annotation's class. */
    private static final ClassValue<String> UNSEEN = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return unseen(type);
        }
    };

    private RoleAnnotations() {}

    /** Returns the rule of a resource's method, or else the rule of its class. */
    static RoleRule of(Class<?> resource, Method method) {
        return KNOWN.get(resource).computeIfAbsent(method, any -> read(resource, method));
    }

    private static RoleRule read(Class<?> resource, Method method) {
        List<Class<?>> types = types(resource);
        for (Class<?> type : types) {
            String unseen = UNSEEN.get(type);
            if (!unseen.isEmpty()) {
                return RoleRule.refused(unseen);
            }
        }
        return read(types, resource, method, RoleAnnotations::groups)
                .and(read(types, resource, method, RoleAnnotations::scopes));
    }

    /** Returns the rule by one kind of annotations: that of the method, or else that of the class. */
    private static RoleRule read(List<Class<?>> types, Class<?> resource, Method method, Kind kind) {
        RoleRule ofMethod = nearest(types, type -> of(type, method, resource, kind));
        RoleRule rule = ofMethod != null ? ofMethod : nearest(types, type -> of(type, kind));
        return rule == null ? RoleRule.NONE : rule;
    }

    /** Reads annotations of one kind; null for others. */
    @FunctionalInterface
    private interface Kind {
        @Nullable
        RoleRule rule(Annotation annotation);
    }

    /** Returns classes from the resource up, then interfaces: the order in which CXF looks for annotations. */
    static List<Class<?>> types(Class<?> resource) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> type = resource; type != null && type != Object.class; type = type.getSuperclass()) {
            types.add(type);
        }
        for (Class<?> type : List.copyOf(types)) {
            interfaces(type, types);
        }
        return new ArrayList<>(types);
    }

    private static void interfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> one : type.getInterfaces()) {
            if (found.add(one)) {
                interfaces(one, found);
            }
        }
    }

    /** Returns the rule of the nearest class, or else the combined rules of all interfaces. */
    private static @Nullable RoleRule nearest(List<Class<?>> types, Function<Class<?>, @Nullable RoleRule> rules) {
        RoleRule ofInterfaces = null;
        for (Class<?> type : types) {
            RoleRule rule = rules.apply(type);
            if (rule != null && !type.isInterface()) {
                return rule;
            }
            ofInterfaces = both(ofInterfaces, rule);
        }
        return ofInterfaces;
    }

    private static @Nullable RoleRule of(Class<?> type, Method method, Class<?> resource, Kind kind) {
        RoleRule all = null;
        for (Method declared : type.getDeclaredMethods()) {
            if (isSame(declared, method, type == resource)) {
                all = both(all, of(declared, kind));
            }
        }
        return all;
    }

    /** Whether {@code method} is or overrides {@code declared}, whose parameters may have more general types if it is generic. */
    static boolean isSame(Method declared, Method method, boolean exactly) {
        Class<?>[] general = declared.getParameterTypes();
        Class<?>[] special = method.getParameterTypes();
        if (!declared.getName().equals(method.getName())
                || general.length != special.length
                || Modifier.isStatic(declared.getModifiers())) {
            return false;
        }
        for (int i = 0; i < general.length; i++) {
            if (exactly ? general[i] != special[i] : !general[i].isAssignableFrom(special[i])) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable RoleRule of(AnnotatedElement element, Kind kind) {
        RoleRule all = null;
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            all = both(all, kind.rule(annotation));
        }
        return all;
    }

    private static @Nullable RoleRule both(@Nullable RoleRule one, @Nullable RoleRule other) {
        return one == null ? other : other == null ? one : one.and(other);
    }

    private static @Nullable RoleRule groups(Annotation annotation) {
        String name = annotation.annotationType().getName();
        if (!PACKAGE.matcher(name).lookingAt()) {
            return null;
        }
        return switch (annotation.annotationType().getSimpleName()) {
            case "PermitAll" -> RoleRule.NONE;
            case "DenyAll" -> RoleRule.NOBODY;
            case "RolesAllowed" -> rolesAllowed(annotation);
            case "DeclareRoles" -> null;
            default -> RoleRule.refused("@" + name + " cannot be enforced here");
        };
    }

    private static RoleRule rolesAllowed(Annotation annotation) {
        List<String> groups = names(annotation, "value");
        return groups == null ? unreadable(annotation) : RoleRule.anyOf(groups);
    }

    private static @Nullable RoleRule scopes(Annotation annotation) {
        if (!annotation.annotationType().getName().equals(SECURED)) {
            return null;
        }
        List<String> scopes = names(annotation, "scopes");
        if (scopes == null) {
            return unreadable(annotation);
        }
        for (String scope : scopes) {
            if (!Scopes.isName(scope)) {
                return RoleRule.refused("'" + scope + "' is not a name of a scope");
            }
        }
        return RoleRule.scopes(scopes);
    }

    private static @Nullable List<String> names(Annotation annotation, String attribute) {
        try {
            return annotation.annotationType().getMethod(attribute).invoke(annotation) instanceof String[] names
                    ? Arrays.asList(names)
                    : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static RoleRule unreadable(Annotation annotation) {
        return RoleRule.refused("the names in @" + annotation.annotationType().getName() + " cannot be read");
    }

    private static String unseen(Class<?> type) {
        if (type.getClassLoader() == null) {
            return "";
        }
        var named = IN_CLASS_FILE.matcher(classFile(type));
        while (named.find()) {
            String name = named.group(1).replace('/', '.');
            if (!isSeen(type, name)) {
                int dot = name.lastIndexOf('.');
                return "@" + name.substring(dot + 1) + " is in the class file of " + type.getName()
                        + ", but its class cannot be loaded; the bundle must import " + name.substring(0, dot);
            }
        }
        return "";
    }

    private static boolean isSeen(Class<?> type, String name) {
        List<AnnotatedElement> elements = new ArrayList<>(List.of(type));
        elements.addAll(List.of(type.getDeclaredMethods()));
        return elements.stream()
                .flatMap(element -> Arrays.stream(element.getDeclaredAnnotations()))
                .anyMatch(one -> one.annotationType().getName().equals(name));
    }

    /** Returns the class file with one character for each byte; the empty string for classes without a file. */
    private static String classFile(Class<?> type) {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
