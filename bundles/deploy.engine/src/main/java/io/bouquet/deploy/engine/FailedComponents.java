package io.bouquet.deploy.engine;

import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts failed components when their configuration changes. Declarative Services does not retry them by itself, so a
 * corrected setting would have no effect.
 */
@Component
public final class FailedComponents implements ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(FailedComponents.class);

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    @Activate
    public FailedComponents(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_LOCATION_CHANGED) {
            return;
        }
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
            if (isConfiguredBy(component, event) && hasFailed(component)) {
                retry(component);
            }
        }
    }

    private static boolean isConfiguredBy(ComponentDescriptionDTO component, ConfigurationEvent event) {
        List<String> pids = Arrays.asList(component.configurationPid);
        return pids.contains(event.getPid()) || event.getFactoryPid() != null && pids.contains(event.getFactoryPid());
    }

    private boolean hasFailed(ComponentDescriptionDTO component) {
        return components.getComponentConfigurationDTOs(component).stream()
                .anyMatch(one -> one.state == ComponentConfigurationDTO.FAILED_ACTIVATION);
    }

    private void retry(ComponentDescriptionDTO component) {
        Bundle bundle = context.getBundle(component.bundle.id);
        LOG.info(
                "The configuration of {} has changed; the component, which had failed, is tried again", component.name);
        components
                .disableComponent(component)
                .then(
                        disabled -> components.enableComponent(component),
                        failed -> LOG.debug(
                                "{} of {} cannot be tried again", component.name, bundle, failed.getFailure()));
    }
}
