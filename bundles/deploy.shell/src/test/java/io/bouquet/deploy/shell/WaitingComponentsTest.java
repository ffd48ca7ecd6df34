package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.util.promise.Promise;

class WaitingComponentsTest {
    private final ComponentDescriptionDTO component = new ComponentDescriptionDTO();

    WaitingComponentsTest() {
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "store";
        reference.interfaceName = "io.bouquet.documents.DocumentStore";
        component.name = "a.Component";
        component.configurationPid = new String[] {"a.pid"};
        component.references = new ReferenceDTO[] {reference};
    }

    @Test
    void isSilentOnComponentsThatWork() {
        assertThat(waiting(configuration(ComponentConfigurationDTO.ACTIVE))).isEmpty();
        assertThat(waiting(configuration(ComponentConfigurationDTO.SATISFIED))).isEmpty();
    }

    @Test
    void namesTheServiceThatAComponentWaitsFor() {
        UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
        missing.name = "store";
        missing.target = "(data.unit=documents)";
        ComponentConfigurationDTO configuration = configuration(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};
        assertThat(waiting(configuration))
                .containsExactly("the component a.Component waits for a service io.bouquet.documents.DocumentStore"
                        + " with (data.unit=documents)");
    }

    @Test
    void namesTheConfigurationThatAComponentWaitsFor() {
        component.configurationPolicy = "require";
        assertThat(waiting()).containsExactly("the component a.Component waits for the configuration a.pid");
    }

    @Test
    void saysWhyAComponentFailed() {
        ComponentConfigurationDTO configuration = configuration(ComponentConfigurationDTO.FAILED_ACTIVATION);
        configuration.failure = "java.lang.IllegalStateException: no luck\n\tat a.Component";
        assertThat(waiting(configuration))
                .containsExactly("the component a.Component failed: no luck (java.lang.IllegalStateException)");
    }

    private static ComponentConfigurationDTO configuration(int state) {
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.state = state;
        return configuration;
    }

    private List<String> waiting(ComponentConfigurationDTO... configurations) {
        return new WaitingComponents(new OneComponent(component, List.of(configurations))).of(NONE);
    }

    private static final Bundle NONE = null;

    private record OneComponent(ComponentDescriptionDTO component, List<ComponentConfigurationDTO> configurations)
            implements ServiceComponentRuntime {
        @Override
        public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
            return List.of(component);
        }

        @Override
        public ComponentDescriptionDTO getComponentDescriptionDTO(Bundle bundle, String name) {
            return component;
        }

        @Override
        public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO any) {
            return configurations;
        }

        @Override
        public boolean isComponentEnabled(ComponentDescriptionDTO any) {
            return true;
        }

        @Override
        public Promise<Void> enableComponent(ComponentDescriptionDTO any) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Promise<Void> disableComponent(ComponentDescriptionDTO any) {
            throw new UnsupportedOperationException();
        }
    }
}
