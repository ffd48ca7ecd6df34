package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import javax.annotation.Priority;
import javax.ws.rs.RuntimeType;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.Configuration;
import org.apache.cxf.jaxrs.impl.ConfigurableImpl;
import org.apache.cxf.jaxrs.impl.FeatureContextImpl;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class ScopedExtensionTest {
    private static final Bundle OWNER = (Bundle) Proxy.newProxyInstance(
            Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (self, method, arguments) -> null);

    @Priority(42)
    static final class Failing implements ContainerRequestFilter, ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            throw new IllegalStateException("broken filter");
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            throw new IllegalStateException("broken filter");
        }
    }

    @Test
    void keepsThePriorityAndTheContracts() {
        Configuration configuration = configured();
        Object filter = configuration.getInstances().iterator().next();
        assertThat(configuration.getContracts(filter.getClass())).isEqualTo(Map.of(ContainerResponseFilter.class, 42));
    }

    @Test
    void isNotCalledForResourcesOfOtherBundles() throws Exception {
        Object filter = configured().getInstances().iterator().next();
        ((ContainerRequestFilter) filter).filter(null);
        ((ContainerResponseFilter) filter).filter(null, null);
    }

    private static Configuration configured() {
        FeatureContextImpl context = new FeatureContextImpl();
        context.setConfigurable(new ConfigurableImpl<>(context, RuntimeType.SERVER));
        new ScopedExtension.ForWhiteboard(new Failing(), OWNER, List.of(ContainerResponseFilter.class.getName()))
                .configure(context);
        return context.getConfiguration();
    }
}
