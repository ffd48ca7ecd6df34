package io.bouquet.web.internal;

import io.bouquet.web.MethodAccess;
import io.bouquet.web.RequestCaller;
import io.bouquet.web.RouteAccess;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import javax.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Reads the annotations of classes that answer requests. */
@Component
public final class ResourceAccess implements RouteAccess, MethodAccess {
    private final BundleContext context;

    @Activate
    public ResourceAccess(BundleContext context) {
        this.context = context;
    }

    @Override
    public String of(long service, String method, String path) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, "(service.id=" + service + ")");
            Object resource = found == null ? null : context.getService(found[0]);
            if (found == null || resource == null) {
                return "";
            }
            try {
                return of(resource.getClass(), method, path);
            } finally {
                context.ungetService(found[0]);
            }
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public String of(Class<?> type, Method method) {
        return text(RoleAnnotations.of(type, method));
    }

    @Override
    public boolean refuses(Class<?> type, Method method, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Refusal refusal = Refusal.of(
                RoleAnnotations.of(type, method),
                type,
                method,
                request.getRemoteUser() != null,
                request::isUserInRole,
                RequestCaller.of(request).orElse(null));
        if (refusal == null) {
            return false;
        }
        refusal.challenges().forEach(challenge -> response.addHeader(HttpHeaders.WWW_AUTHENTICATE, challenge));
        refusal.problem().sendTo(response);
        return true;
    }

    static String of(Class<?> resource, String verb, String path) {
        String base = pathOf(RoleAnnotations.types(resource).stream()
                .map(type -> type.getDeclaredAnnotation(Path.class))
                .filter(annotation -> annotation != null)
                .findFirst()
                .orElse(null));
        for (Method method : resource.getMethods()) {
            for (Method declared : overridden(resource, method)) {
                if (verb.equals(verb(declared))
                        && plain(path).equals(plain(base + "/" + pathOf(declared.getAnnotation(Path.class))))) {
                    return text(RoleAnnotations.of(resource, method));
                }
            }
        }
        return "";
    }

    /** Returns the method and those that it overrides; the annotations of JAX-RS may be on any of them. */
    private static List<Method> overridden(Class<?> resource, Method method) {
        List<Method> methods = new ArrayList<>();
        if (method.isBridge()) {
            return methods;
        }
        methods.add(method);
        for (Class<?> type : RoleAnnotations.types(resource)) {
            for (Method declared : type.getDeclaredMethods()) {
                if (RoleAnnotations.isSame(declared, method, false)) {
                    methods.add(declared);
                }
            }
        }
        return methods;
    }

    private static String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return "";
    }

    private static String pathOf(@Nullable Path path) {
        return path == null ? "" : path.value();
    }

    private static String plain(String path) {
        return ("/" + path).replaceAll("\\s+", "").replaceAll("/{2,}", "/").replaceFirst("(.)/$", "$1");
    }

    private static String text(RoleRule rule) {
        if (!rule.unenforced().isEmpty()) {
            return "nobody: " + rule.unenforced();
        }
        List<String> parts = new ArrayList<>();
        SortedSet<String> groups = rule.groups();
        if (groups != null && groups.isEmpty()) {
            return "nobody";
        }
        if (groups != null && !groups.contains(Refusal.ANY_ACCOUNT)) {
            parts.add((groups.size() == 1 ? "group " : "one of the groups ") + String.join(", ", groups));
        }
        Optional.ofNullable(rule.scopes())
                .filter(scopes -> !scopes.isEmpty())
                .ifPresent(
                        scopes -> parts.add((scopes.size() == 1 ? "scope " : "scopes ") + String.join(", ", scopes)));
        return String.join("; ", parts);
    }
}
