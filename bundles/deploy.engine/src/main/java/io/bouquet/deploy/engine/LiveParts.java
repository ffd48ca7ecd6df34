package io.bouquet.deploy.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** Finds what a bundle adds to the platform, by its services and headers. */
final class LiveParts {
    static final String MODEL_HEADER = "Bouquet-Model";

    private static final String TAGGER = "io.bouquet.tagging.spi.Tagger";
    private static final String PAGE = "io.bouquet.console.spi.ConsolePage";

    private final Map<Long, List<String>> pathsByService = new HashMap<>();

    /** Reads the state of the platform once, for any number of bundles. */
    static LiveParts now(Surroundings surroundings) {
        HttpServiceRuntime http = surroundings.http;
        return new LiveParts(
                RestWhiteboard.look(surroundings.routes).orElse(null), http == null ? null : http.getRuntimeDTO());
    }

    /**
     * Reads the state of the whiteboards. Null means that a whiteboard is missing.
     *
     * @param rest state of the JAX-RS whiteboard
     * @param http state of the HTTP whiteboard
     */
    LiveParts(@Nullable RuntimeDTO rest, org.osgi.service.http.runtime.dto.@Nullable RuntimeDTO http) {
        if (rest != null) {
            if (rest.defaultApplication != null) {
                add(rest.defaultApplication);
            }
            for (ApplicationDTO application : rest.applicationDTOs) {
                add(application);
            }
        }
        if (http != null) {
            for (ServletContextDTO context : http.servletContextDTOs) {
                for (ServletDTO servlet : context.servletDTOs) {
                    add(servlet.serviceId, "servlet", context.contextPath, servlet.patterns);
                }
                for (org.osgi.service.http.runtime.dto.ResourceDTO files : context.resourceDTOs) {
                    add(files.serviceId, "files", context.contextPath, files.patterns);
                }
            }
        }
    }

    private void add(ApplicationDTO application) {
        add(application.serviceId, application.base, application.resourceMethods);
        if (application.resourceDTOs != null) {
            for (ResourceDTO resource : application.resourceDTOs) {
                add(resource.serviceId, application.base, resource.resourceMethods);
            }
        }
    }

    private void add(long service, @Nullable String base, ResourceMethodInfoDTO @Nullable [] methods) {
        if (methods != null) {
            for (ResourceMethodInfoDTO method : methods) {
                add(service, "REST", base, method.path == null ? "" : method.path);
            }
        }
    }

    private void add(long service, String kind, @Nullable String base, String @Nullable ... paths) {
        for (String path : paths == null ? new String[0] : paths) {
            String joined = ("/" + Objects.requireNonNullElse(base, "") + "/" + path).replaceAll("/{2,}", "/");
            pathsByService
                    .computeIfAbsent(service, none -> new ArrayList<>())
                    .add(kind + " "
                            + (joined.length() > 1 && joined.endsWith("/")
                                    ? joined.substring(0, joined.length() - 1)
                                    : joined));
        }
    }

    /** Returns the contributions of a bundle, each as a kind and a name, sorted. */
    List<String> of(Bundle bundle) {
        Set<String> found = new LinkedHashSet<>();
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            List<String> types = List.of((String[]) service.getProperty(Constants.OBJECTCLASS));
            if (types.contains(TAGGER)) {
                found.add("tagger " + service.getProperty("tagger.name"));
            }
            if (types.contains(PAGE)) {
                found.add("page /console/" + service.getProperty("console.page.path"));
            }
            found.addAll(pathsByService.getOrDefault((Long) service.getProperty(Constants.SERVICE_ID), List.of()));
        }
        if (header(bundle, MODEL_HEADER) != null) {
            found.add("model");
        }
        if (header(bundle, "Meta-Persistence") != null) {
            found.add("entities");
        }
        if (header(bundle, "Karaf-Commands") != null && bundle.getState() == Bundle.ACTIVE) {
            found.add("commands");
        }
        return found.stream().sorted().toList();
    }

    static @Nullable String header(Bundle bundle, String name) {
        return bundle.getHeaders("").get(name);
    }
}
