package io.bouquet.web.internal;

import io.bouquet.common.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/**
 * Finds the HTTP methods of a REST path; JAX-RS itself reports the methods of all paths of a class. The table is read again
 * when the whiteboard has changed, and only for answers with an {@code Allow} header.
 */
@Component(service = AllowedMethods.class)
public final class AllowedMethods {
    private final JaxrsServiceRuntime runtime;
    private final ServiceReference<JaxrsServiceRuntime> reference;
    private volatile Table table = new Table(-1, List.of());

    private record Table(long change, List<Method> methods) {}

    private record Method(String name, String template, Pattern path, int literals) {}

    @Activate
    public AllowedMethods(
            @Reference JaxrsServiceRuntime runtime, @Reference ServiceReference<JaxrsServiceRuntime> reference) {
        this.runtime = runtime;
        this.reference = reference;
    }

    /** Returns the methods in the form of an {@code Allow} header; null if no REST service has the path. */
    @Nullable
    String of(String path) {
        List<Method> best = new ArrayList<>();
        for (Method method : methods()) {
            if (method.path.matcher(path).matches()) {
                // of several matching templates the one with most literal characters answers (JAX-RS 2.1, 3.7.2)
                int more = best.isEmpty() ? 1 : method.literals - best.get(0).literals;
                if (more > 0) {
                    best.clear();
                }
                if (more >= 0) {
                    best.add(method);
                }
            }
        }
        if (best.isEmpty()) {
            return null;
        }
        SortedSet<String> names = new TreeSet<>();
        best.forEach(method -> names.add(method.name));
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        names.add("OPTIONS");
        return String.join(", ", names);
    }

    private List<Method> methods() {
        Table known = table;
        Object count = reference.getProperty(Constants.SERVICE_CHANGECOUNT);
        long change = count instanceof Long number ? number : -1;
        if (change < 0 || change != known.change) {
            known = new Table(change, read(runtime.getRuntimeDTO()));
            table = known;
        }
        return known.methods;
    }

    static List<Method> read(RuntimeDTO runtime) {
        List<Method> methods = new ArrayList<>();
        if (runtime.defaultApplication != null) {
            read(runtime.defaultApplication, methods);
        }
        for (ApplicationDTO application : runtime.applicationDTOs) {
            read(application, methods);
        }
        return List.copyOf(methods);
    }

    private static void read(ApplicationDTO application, List<Method> methods) {
        String base = Objects.requireNonNullElse(application.base, "");
        read(base, application.resourceMethods, methods);
        if (application.resourceDTOs != null) {
            for (ResourceDTO resource : application.resourceDTOs) {
                read(base, resource.resourceMethods, methods);
            }
        }
    }

    private static void read(String base, ResourceMethodInfoDTO @Nullable [] infos, List<Method> methods) {
        if (infos == null) {
            return;
        }
        for (ResourceMethodInfoDTO info : infos) {
            // an entry without a method is a sub-resource locator; the sub-resource may support any method
            if (info.method != null) {
                methods.add(method(info.method, base + "/" + Objects.requireNonNullElse(info.path, "")));
            }
        }
    }

    private static Method method(String name, String path) {
        String template = ("/" + path).replaceAll("/{2,}", "/").replaceFirst("(.)/$", "$1");
        PathPattern paths = PathPattern.of(template);
        return new Method(name, template, paths.pattern(), paths.literals());
    }
}
