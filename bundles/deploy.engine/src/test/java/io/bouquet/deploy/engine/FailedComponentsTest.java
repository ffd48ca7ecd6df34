package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

class FailedComponentsTest {
    private final ComponentDescriptionDTO component = new ComponentDescriptionDTO();
    private final StubComponents runtime = new StubComponents(component);
    private final FailedComponents failed = new FailedComponents(StubComponents.context(), runtime);

    FailedComponentsTest() {
        component.name = "a.Component";
        component.configurationPid = new String[] {"a.pid", "b.pid"};
        component.bundle = new BundleDTO();
        is(ComponentConfigurationDTO.FAILED_ACTIVATION);
    }

    @Test
    void triesAComponentAgainWhoseConfigurationChanges() {
        failed.configurationEvent(event(ConfigurationEvent.CM_UPDATED, "b.pid", null));
        assertThat(runtime.done).containsExactly("disabled", "enabled");
    }

    @Test
    void triesAComponentAgainThatHasAConfigurationForEachInstance() {
        failed.configurationEvent(event(ConfigurationEvent.CM_UPDATED, "a.pid~one", "a.pid"));
        assertThat(runtime.done).containsExactly("disabled", "enabled");
    }

    @Test
    void triesAComponentAgainWhoseWrongConfigurationIsDeleted() {
        failed.configurationEvent(event(ConfigurationEvent.CM_DELETED, "a.pid", null));
        assertThat(runtime.done).containsExactly("disabled", "enabled");
    }

    @Test
    void leavesAComponentAloneThatWorks() {
        is(ComponentConfigurationDTO.ACTIVE);
        failed.configurationEvent(event(ConfigurationEvent.CM_UPDATED, "a.pid", null));
        assertThat(runtime.done).isEmpty();
    }

    @Test
    void leavesAComponentAloneWhoseConfigurationDoesNotChange() {
        failed.configurationEvent(event(ConfigurationEvent.CM_UPDATED, "c.pid", null));
        failed.configurationEvent(event(ConfigurationEvent.CM_LOCATION_CHANGED, "a.pid", null));
        assertThat(runtime.done).isEmpty();
    }

    private void is(int state) {
        ComponentConfigurationDTO instance = new ComponentConfigurationDTO();
        instance.state = state;
        runtime.instances = List.of(instance);
    }

    private static ConfigurationEvent event(int type, String pid, @Nullable String factoryPid) {
        return new ConfigurationEvent(admin(), type, factoryPid, pid);
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<ConfigurationAdmin> admin() {
        return (ServiceReference<ConfigurationAdmin>) Proxy.newProxyInstance(
                FailedComponentsTest.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (self, method, arguments) -> null);
    }
}
