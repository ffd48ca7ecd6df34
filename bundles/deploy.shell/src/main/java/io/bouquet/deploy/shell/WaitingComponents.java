package io.bouquet.deploy.shell;

import io.bouquet.deploy.RootCause;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Tells which Declarative Services components of a bundle wait, and for what. */
record WaitingComponents(ServiceComponentRuntime runtime) {
    List<String> of(Bundle bundle) {
        List<String> waiting = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
            var configurations = runtime.getComponentConfigurationDTOs(component);
            if (configurations.isEmpty() && "require".equals(component.configurationPolicy)) {
                waiting.add(waitsForConfiguration(component));
            }
            configurations.forEach(configuration -> add(bundle, component, configuration, waiting));
        }
        return waiting;
    }

    private static void add(
            Bundle bundle,
            ComponentDescriptionDTO component,
            ComponentConfigurationDTO configuration,
            List<String> waiting) {
        switch (configuration.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> waiting.add(waitsForConfiguration(component));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
                for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                    String service = Stream.of(component.references)
                            .filter(one -> one.name.equals(reference.name))
                            .map(one -> one.interfaceName)
                            .findFirst()
                            .orElse(reference.name);
                    waiting.add("the component " + component.name + " waits for a service " + service
                            + (reference.target == null ? "" : " with " + reference.target));
                }
            }
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                waiting.add("the component " + component.name + " failed: "
                        + (configuration.failure == null
                                ? "the log has the cause"
                                : RootCause.of(configuration.failure, bundle)));
            default -> {
                // it works, or will when it is asked for
            }
        }
    }

    private static String waitsForConfiguration(ComponentDescriptionDTO component) {
        return "the component " + component.name + " waits for the configuration "
                + String.join(", ", component.configurationPid);
    }
}
