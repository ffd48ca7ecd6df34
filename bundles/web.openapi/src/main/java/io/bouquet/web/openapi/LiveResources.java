package io.bouquet.web.openapi;

import io.bouquet.web.openapi.Resource.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.ws.rs.core.Application;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** Finds the classes of the resources that the JAX-RS whiteboard serves. */
final class LiveResources {
    private final BundleContext context;

    LiveResources(BundleContext context) {
        this.context = context;
    }

    /** Returns the resources of all applications, sorted. */
    List<Resource> of(RuntimeDTO runtime) {
        List<Resource> found = new ArrayList<>();
        Stream.concat(Stream.ofNullable(runtime.defaultApplication), Stream.of(runtime.applicationDTOs))
                .forEach(application -> add(application, found));
        found.sort(Comparator.comparing((Resource resource) -> resource.base())
                .thenComparing(resource -> resource.owner().bundle())
                .thenComparing(resource -> resource.type().getName()));
        return found;
    }

    private void add(ApplicationDTO application, List<Resource> found) {
        String base = PathTemplate.of(Objects.requireNonNullElse(application.base, ""))
                .path();
        String name = Objects.requireNonNullElse(application.name, base);
        if (application.resourceMethods != null && application.resourceMethods.length > 0) {
            use(application.serviceId, (service, owner) -> {
                if (service instanceof Application itself) {
                    classes(itself).forEach(type -> found.add(new Resource(owner, name, base, type)));
                }
            });
        }
        if (application.resourceDTOs != null) {
            for (ResourceDTO resource : application.resourceDTOs) {
                use(
                        resource.serviceId,
                        (service, owner) -> found.add(new Resource(owner, name, base, service.getClass())));
            }
        }
    }

    private static Stream<Class<?>> classes(Application application) {
        Set<Class<?>> classes = application.getClasses();
        Set<Object> singletons = application.getSingletons();
        Stream<Class<?>> ofClasses = classes == null ? Stream.of() : classes.stream();
        Stream<Class<?>> ofSingletons =
                singletons == null ? Stream.of() : singletons.stream().map(Object::getClass);
        return Stream.concat(ofClasses, ofSingletons).filter(type -> JaxRs.ofClass(type, "javax.ws.rs.Path") != null);
    }

    /** Gets a service for a moment; does nothing if the service has gone. */
    private void use(long id, BiConsumer<Object, Owner> action) {
        ServiceReference<?> reference = reference(id);
        Bundle bundle = reference == null ? null : reference.getBundle();
        if (reference == null || bundle == null) {
            return;
        }
        Object service = context.getService(reference);
        if (service != null) {
            try {
                action.accept(service, owner(bundle));
            } finally {
                context.ungetService(reference);
            }
        }
    }

    private @Nullable ServiceReference<?> reference(long id) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, "(service.id=" + id + ")");
            return found == null ? null : found[0];
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Owner owner(Bundle bundle) {
        Dictionary<String, String> headers = bundle.getHeaders("");
        String name = Objects.requireNonNullElse(bundle.getSymbolicName(), bundle.getLocation());
        return new Owner(
                name,
                Objects.requireNonNullElse(headers.get("Bundle-Name"), name),
                Objects.requireNonNullElse(headers.get("Bundle-Description"), ""),
                bundle.getVersion().toString());
    }
}
