package io.bouquet.deploy.engine;

import io.bouquet.deploy.RootCause;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import io.bouquet.deploy.spi.ContributionStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Tells which Declarative Services components of a bundle work, wait for a service or a configuration, or failed. */
@Component
public final class ComponentContributions implements ContributionStatus {
    private static final String KIND = "component";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    @Activate
    public ComponentContributions(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    @Override
    public List<Contribution> of(long bundleId) {
        Bundle bundle = context.getBundle(bundleId);
        List<Contribution> found = new ArrayList<>();
        if (bundle != null) {
            for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
                add(bundle, component, found);
            }
        }
        return found;
    }

    private void add(Bundle bundle, ComponentDescriptionDTO component, List<Contribution> found) {
        Collection<ComponentConfigurationDTO> instances = runtime.getComponentConfigurationDTOs(component);
        // a component without its required configuration has no instance
        if (instances.isEmpty()
                && "require".equals(component.configurationPolicy)
                && runtime.isComponentEnabled(component)) {
            found.add(new Contribution(KIND, component.name, State.WAITING, configuration(component)));
        }
        for (ComponentConfigurationDTO instance : instances) {
            switch (instance.state) {
                case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                    found.add(new Contribution(KIND, component.name, State.WAITING, configuration(component)));
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    Stream.of(instance.unsatisfiedReferences)
                            .map(reference -> service(component, reference))
                            .forEach(service ->
                                    found.add(new Contribution(KIND, component.name, State.WAITING, service)));
                case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    found.add(new Contribution(
                            KIND,
                            component.name,
                            State.FAILED,
                            instance.failure == null
                                    ? "the log has the cause"
                                    : RootCause.of(instance.failure, bundle)));
                default -> found.add(new Contribution(KIND, component.name, State.WORKS, "it has all that it needs"));
            }
        }
    }

    private static String configuration(ComponentDescriptionDTO component) {
        return "the configuration " + String.join(", ", component.configurationPid);
    }

    private static String service(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO reference) {
        return "a service "
                + Stream.of(component.references)
                        .filter(known -> known.name.equals(reference.name))
                        .map(known -> known.interfaceName)
                        .findFirst()
                        .orElse(reference.name)
                + (reference.target == null ? "" : " with " + reference.target);
    }
}
