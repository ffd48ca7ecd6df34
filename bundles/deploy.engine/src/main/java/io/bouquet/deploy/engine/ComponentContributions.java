package io.bouquet.deploy.engine;

import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import io.bouquet.deploy.spi.ContributionStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.karaf.features.FeaturesService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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
    private final ServiceSuppliers suppliers;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable FeaturesService features;

    @Activate
    public ComponentContributions(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
        UninstalledFeatures uninstalled =
                new UninstalledFeatures(Folders.of(context).system());
        suppliers = new ServiceSuppliers(context, runtime, type -> uninstalled.serving(features, type));
    }

    @Override
    public List<Contribution> of(long bundleId) {
        Bundle bundle = context.getBundle(bundleId);
        List<Contribution> found = new ArrayList<>();
        if (bundle != null) {
            // the runtime lists them in any order
            runtime.getComponentDescriptionDTOs(bundle).stream()
                    .sorted(Comparator.comparing(component -> component.name))
                    .forEach(component -> add(bundle, component, found));
        }
        return found;
    }

    private void add(Bundle bundle, ComponentDescriptionDTO component, List<Contribution> found) {
        Collection<ComponentConfigurationDTO> instances = runtime.getComponentConfigurationDTOs(component);
        // a component without its required configuration has no instance
        if (instances.isEmpty()
                && "require".equals(component.configurationPolicy)
                && runtime.isComponentEnabled(component)) {
            found.add(configuration(component));
        }
        for (ComponentConfigurationDTO instance : instances) {
            switch (instance.state) {
                case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> found.add(configuration(component));
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    Stream.of(instance.unsatisfiedReferences)
                            .map(reference -> service(component, reference))
                            .forEach(found::add);
                case ComponentConfigurationDTO.FAILED_ACTIVATION -> found.add(failed(bundle, component, instance));
                default -> found.add(new Contribution(KIND, component.name, State.WORKS, "it has all that it needs"));
            }
        }
    }

    private static Contribution failed(
            Bundle bundle, ComponentDescriptionDTO component, ComponentConfigurationDTO instance) {
        if (instance.failure == null) {
            return new Contribution(
                    KIND, component.name, State.FAILED, "the log has the cause", "component-failed", "log:display");
        }
        CodeFailures.Failure failure = CodeFailures.of(
                KIND, instance.failure, bundle, instance.properties == null ? Map.of() : instance.properties);
        return new Contribution(KIND, component.name, State.FAILED, failure.detail(), failure.code(), failure.remedy());
    }

    private static Contribution configuration(ComponentDescriptionDTO component) {
        String pids = String.join(", ", component.configurationPid);
        return new Contribution(
                KIND,
                component.name,
                State.WAITING,
                "the configuration " + pids,
                "missing-configuration",
                "Set it: config:property-set --pid " + component.configurationPid[0] + " NAME VALUE");
    }

    private Contribution service(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO reference) {
        String type = Stream.of(component.references)
                .filter(known -> known.name.equals(reference.name))
                .map(known -> known.interfaceName)
                .findFirst()
                .orElse(reference.name);
        ServiceSuppliers.Lack lack = suppliers.of(component, type, reference.target);
        return new Contribution(
                KIND,
                component.name,
                State.WAITING,
                "a service " + type + (reference.target == null ? "" : " with " + reference.target) + lack.about(),
                lack.code(),
                lack.remedy());
    }
}
