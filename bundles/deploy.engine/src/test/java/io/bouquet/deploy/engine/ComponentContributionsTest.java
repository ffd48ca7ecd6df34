package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

class ComponentContributionsTest {
    private final ComponentDescriptionDTO component = new ComponentDescriptionDTO();
    private final StubComponents runtime = new StubComponents(component);

    ComponentContributionsTest() {
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "store";
        reference.interfaceName = "io.bouquet.documents.DocumentStore";
        component.name = "a.Component";
        component.configurationPid = new String[] {"a.pid"};
        component.references = new ReferenceDTO[] {reference};
    }

    @Test
    void saysThatComponentsWork() {
        assertThat(states(instance(ComponentConfigurationDTO.ACTIVE))).containsExactly(State.WORKS);
        assertThat(states(instance(ComponentConfigurationDTO.SATISFIED))).containsExactly(State.WORKS);
    }

    @Test
    void namesTheServiceThatAComponentWaitsFor() {
        UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
        missing.name = "store";
        missing.target = "(data.unit=documents)";
        ComponentConfigurationDTO instance = instance(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        instance.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};
        assertThat(told(instance))
                .containsExactly("the component a.Component waits for a service io.bouquet.documents.DocumentStore"
                        + " with (data.unit=documents)");
    }

    @Test
    void namesTheRequiredConfigurationWithoutWhichThereIsNoInstance() {
        component.configurationPolicy = "require";
        assertThat(told()).containsExactly("the component a.Component waits for the configuration a.pid");
        assertThat(states(instance(ComponentConfigurationDTO.ACTIVE))).containsExactly(State.WORKS);
    }

    @Test
    void isSilentOnAComponentThatIsDisabled() {
        component.configurationPolicy = "require";
        runtime.enabled = false;
        assertThat(told()).isEmpty();
    }

    @Test
    void saysWhyAComponentFailed() {
        ComponentConfigurationDTO instance = instance(ComponentConfigurationDTO.FAILED_ACTIVATION);
        instance.failure = "java.lang.IllegalStateException: no luck\n\tat a.Component";
        assertThat(told(instance))
                .containsExactly("the component a.Component does not work: no luck (java.lang.IllegalStateException)");
    }

    private static ComponentConfigurationDTO instance(int state) {
        ComponentConfigurationDTO instance = new ComponentConfigurationDTO();
        instance.state = state;
        return instance;
    }

    private List<State> states(ComponentConfigurationDTO... instances) {
        return found(instances).stream().map(Contribution::state).toList();
    }

    private List<String> told(ComponentConfigurationDTO... instances) {
        return found(instances).stream().map(Contribution::text).toList();
    }

    private List<Contribution> found(ComponentConfigurationDTO... instances) {
        runtime.instances = List.of(instances);
        return new ComponentContributions(StubComponents.context(), runtime).of(1);
    }
}
