package io.bouquet.deploy.engine;

import io.bouquet.deploy.PlatformBundles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;

/**
 * Finds what would satisfy the reference of a component: a service that the filter excludes, a component that waits
 * itself, a stopped bundle, or a feature that is not installed.
 */
final class ServiceSuppliers {
    private static final int MOST_NAMED = 3;

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final Function<String, Optional<String>> features;

    /** @param features returns the uninstalled feature that provides a service */
    ServiceSuppliers(
            BundleContext context, ServiceComponentRuntime components, Function<String, Optional<String>> features) {
        this.context = context;
        this.components = components;
        this.features = features;
    }

    /**
     * Why a service is missing.
     *
     * @param about words after the name of the service
     */
    record Lack(String code, String about, String remedy) {}

    /**
     * @param waiting component that waits
     * @param type    interface of the service
     * @param target  filter of the reference; null if it has none
     */
    Lack of(ComponentDescriptionDTO waiting, String type, @Nullable String target) {
        return present(waiting, type, target)
                .or(() -> component(waiting, type))
                .or(() -> stopped(type))
                .or(() -> features.apply(type)
                        .map(feature -> new Lack(
                                "missing-feature",
                                ", which the feature " + feature + " provides",
                                "Install it in the shell: feature:install " + feature)))
                .orElseGet(() -> new Lack(
                        "missing-service",
                        "",
                        "No bundle here provides it: install the plugin that does, or let the component do without:"
                                + " @Reference(cardinality = ReferenceCardinality.OPTIONAL)"));
    }

    private Optional<Lack> present(ComponentDescriptionDTO waiting, String type, @Nullable String target) {
        List<ServiceReference<?>> all = services(type, null);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<ServiceReference<?>> matching = target == null ? all : services(type, target);
        Bundle bundle = context.getBundle(waiting.bundle.id);
        Optional<ServiceReference<?>> foreign = matching.stream()
                .filter(service -> bundle != null && !service.isAssignableTo(bundle, type))
                .findFirst();
        if (foreign.isPresent()) {
            String name = type.substring(0, type.lastIndexOf('.'));
            return Optional.of(new Lack(
                    "api-twice",
                    "; " + name(foreign.get()) + " has one, but of another copy of the interface",
                    "Leave the package " + name
                            + " out of the JAR, and import it: give its dependency the scope provided"
                            + " in pom.xml, and remove it from Private-Package and -conditionalpackage in bnd.bnd"));
        }
        if (target == null || !matching.isEmpty()) {
            return Optional.empty();
        }
        Set<String> there = new TreeSet<>();
        for (String property : target.replaceAll("[&|!()]", " ").strip().split("\\s+")) {
            String name = property.split("[=<>~]", 2)[0];
            all.forEach(service -> there.add(name + "=" + text(service.getProperty(name))));
        }
        return Optional.of(new Lack(
                "wrong-target",
                "; there is one with "
                        + String.join(", ", there.stream().limit(MOST_NAMED).toList()),
                "Correct the target of @Reference in " + waiting.implementationClass));
    }

    private static String text(@Nullable Object value) {
        return value instanceof Object[] many ? Arrays.toString(many) : String.valueOf(value);
    }

    private List<ServiceReference<?>> services(String type, @Nullable String filter) {
        try {
            ServiceReference<?> @Nullable [] found = context.getAllServiceReferences(type, filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            return List.of();
        }
    }

    /** Looks for a component that would provide the service, and waits or has failed itself. */
    private Optional<Lack> component(ComponentDescriptionDTO waiting, String type) {
        for (ComponentDescriptionDTO one : components.getComponentDescriptionDTOs()) {
            if (!provides(one, type) || isWorking(one)) {
                continue;
            }
            List<String> circle = new ArrayList<>();
            if (needs(one, waiting, circle, new TreeSet<>())) {
                circle.add(0, waiting.name);
                circle.add(waiting.name);
                return Optional.of(new Lack(
                        "circular-references",
                        ", and the components wait for each other: " + String.join(" → ", circle),
                        "Break the circle: write @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy ="
                                + " ReferencePolicy.DYNAMIC) on a volatile field of one of them"));
            }
            Bundle bundle = context.getBundle(one.bundle.id);
            String name = bundle == null ? "" : bundle.getSymbolicName();
            return Optional.of(new Lack(
                    "provider-not-live",
                    ", which the component " + one.name + " of " + name + " provides as soon as it works",
                    "See what that one lacks: plugin:doctor " + name));
        }
        return Optional.empty();
    }

    private static boolean provides(ComponentDescriptionDTO component, String type) {
        return component.serviceInterfaces != null
                && Arrays.asList(component.serviceInterfaces).contains(type);
    }

    private boolean isWorking(ComponentDescriptionDTO component) {
        return components.getComponentConfigurationDTOs(component).stream()
                .anyMatch(instance -> instance.state == ComponentConfigurationDTO.ACTIVE
                        || instance.state == ComponentConfigurationDTO.SATISFIED);
    }

    /**
     * Whether a component mandatorily needs a service of another component, also through others that do not work.
     *
     * @param path receives the names of the components on the way
     */
    private boolean needs(
            ComponentDescriptionDTO component, ComponentDescriptionDTO wanted, List<String> path, Set<String> seen) {
        if (!seen.add(component.name)) {
            return false;
        }
        path.add(component.name);
        for (ReferenceDTO reference : component.references == null ? new ReferenceDTO[0] : component.references) {
            if (!reference.cardinality.startsWith("1")
                    || !services(reference.interfaceName, null).isEmpty()) {
                continue;
            }
            if (provides(wanted, reference.interfaceName)) {
                return true;
            }
            for (ComponentDescriptionDTO next : components.getComponentDescriptionDTOs()) {
                if (provides(next, reference.interfaceName) && needs(next, wanted, path, seen)) {
                    return true;
                }
            }
        }
        path.remove(path.size() - 1);
        return false;
    }

    /** Looks for a bundle that declares the service and does not run. */
    private Optional<Lack> stopped(String type) {
        return Stream.of(Optional.ofNullable(context.getBundles()).orElse(new Bundle[0]))
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE && !PlatformBundles.contains(bundle))
                .filter(bundle -> DeclaredReader.of(bundle, path -> path.startsWith("OSGI-INF/")).components().stream()
                        .anyMatch(component -> component.provides().contains(type)))
                .findFirst()
                .map(bundle -> bundle.getState() == Bundle.INSTALLED
                        ? new Lack(
                                "provider-not-live",
                                ", which " + bundle.getSymbolicName() + " provides as soon as it can run",
                                "See what that one lacks: plugin:doctor " + bundle.getSymbolicName())
                        : new Lack(
                                "provider-stopped",
                                ", which " + bundle.getSymbolicName() + " provides, and that is stopped",
                                "Start it: bundle:start " + bundle.getSymbolicName()));
    }

    private static String name(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        return bundle == null ? "a bundle" : bundle.getSymbolicName();
    }
}
