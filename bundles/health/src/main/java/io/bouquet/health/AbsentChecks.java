package io.bouquet.health;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds out why a required health check is not registered. */
@Component(service = AbsentChecks.class)
public final class AbsentChecks {
    private static final int DEEPEST = 6;

    private final ServiceComponentRuntime components;
    private final BundleContext context;

    @Activate
    public AbsentChecks(@Reference ServiceComponentRuntime components, BundleContext context) {
        this.components = components;
        this.context = context;
    }

    /** @param name value of the check's property {@value HealthCheck#NAME} */
    String reason(String name) {
        Collection<ComponentDescriptionDTO> all = components.getComponentDescriptionDTOs();
        List<ComponentDescriptionDTO> declaring = all.stream()
                .filter(component -> name.equals(component.properties.get(HealthCheck.NAME)))
                .toList();
        List<String> reasons = declaring.isEmpty()
                ? all.stream()
                        .filter(component -> component.bundle.symbolicName.startsWith("io.bouquet."))
                        .map(component -> failure(component))
                        .filter(Objects::nonNull)
                        .toList()
                : declaring.stream()
                        .map(component -> why(component, all, new HashSet<>()))
                        .toList();
        String absent = "no check of this name is registered";
        return reasons.isEmpty()
                ? absent + "; is its bundle installed and active?"
                : absent + ": " + String.join("; ", reasons);
    }

    private String why(ComponentDescriptionDTO component, Collection<ComponentDescriptionDTO> all, Set<String> seen) {
        String failure = failure(component);
        if (failure != null) {
            // a component also fails if the provider of a service that it needs has failed
            String deeper = Stream.of(component.references)
                    .map(reference -> failingProviders(reference.interfaceName, all, seen))
                    .filter(found -> !found.isEmpty())
                    .collect(Collectors.joining("; "));
            return deeper.isEmpty() ? failure : deeper;
        }
        if (!components.isComponentEnabled(component)) {
            return "the component " + component.name + " is disabled";
        }
        for (ComponentConfigurationDTO one : components.getComponentConfigurationDTOs(component)) {
            if (one.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                return "the component " + component.name + " waits for the configuration "
                        + String.join(", ", component.configurationPid);
            }
            for (UnsatisfiedReferenceDTO reference : one.unsatisfiedReferences) {
                String service = Stream.of(component.references)
                        .filter(known -> known.name.equals(reference.name))
                        .map(known -> known.interfaceName)
                        .findFirst()
                        .orElse(reference.name);
                String providers = providers(service, all, seen)
                        .map(other -> why(other, all, seen))
                        .collect(Collectors.joining("; "));
                return providers.isEmpty()
                        ? "the component " + component.name + " waits for a service " + service
                                + (reference.target == null ? "" : " with " + reference.target)
                        : providers;
            }
        }
        return "the component " + component.name + " of " + component.bundle.symbolicName + " has not registered it"
                + (context.getBundle(component.bundle.id) == null ? ", and its bundle is uninstalled" : "");
    }

    private String failingProviders(String service, Collection<ComponentDescriptionDTO> all, Set<String> seen) {
        return providers(service, all, seen)
                .filter(other -> failure(other) != null)
                .map(other -> why(other, all, seen))
                .collect(Collectors.joining("; "));
    }

    private static Stream<ComponentDescriptionDTO> providers(
            String service, Collection<ComponentDescriptionDTO> all, Set<String> seen) {
        return all.stream()
                .filter(other -> Arrays.asList(other.serviceInterfaces).contains(service))
                .filter(other -> seen.size() < DEEPEST && seen.add(other.name));
    }

    private @Nullable String failure(ComponentDescriptionDTO component) {
        return components.getComponentConfigurationDTOs(component).stream()
                .filter(one -> one.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(one -> "the component " + component.name + " failed: " + root(one.failure))
                .findFirst()
                .orElse(null);
    }

    /** Returns the innermost cause in a printed stack trace. */
    static String root(@Nullable String trace) {
        if (trace == null) {
            return "the log contains the cause";
        }
        List<String> lines = trace.lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, last) -> last)
                .map(line -> line.substring("Caused by: ".length()))
                .orElse(lines.isEmpty() ? "the log contains the cause" : lines.get(0));
    }
}
