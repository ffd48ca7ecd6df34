package io.bouquet.deploy.engine;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;

/** Declarative Services with one component. */
final class StubComponents implements ServiceComponentRuntime {
    private final ComponentDescriptionDTO component;
    List<ComponentConfigurationDTO> instances = List.of();
    boolean enabled = true;
    /** What was done with the component, in order. */
    final List<String> done = new ArrayList<>();

    StubComponents(ComponentDescriptionDTO component) {
        this.component = component;
    }

    /** One in which each bundle is there, and says nothing. */
    static BundleContext context() {
        Bundle bundle = proxy(Bundle.class, null);
        return proxy(BundleContext.class, bundle);
    }

    /** Answers with {@code bundle} where one is asked for. */
    private static <T> T proxy(Class<T> type, Bundle bundle) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "getBundle" -> bundle;
                    case "toString" -> type.getSimpleName();
                    default -> null;
                }));
    }

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
        return instances;
    }

    @Override
    public boolean isComponentEnabled(ComponentDescriptionDTO any) {
        return enabled;
    }

    @Override
    public Promise<Void> enableComponent(ComponentDescriptionDTO any) {
        done.add("enabled");
        return Promises.resolved(null);
    }

    @Override
    public Promise<Void> disableComponent(ComponentDescriptionDTO any) {
        done.add("disabled");
        return Promises.resolved(null);
    }
}
