package io.bouquet.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import io.bouquet.deploy.spi.ContributionStatus;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class WhiteboardsTest {
    @Test
    void listsServicesThatAreHiddenFromTheWhiteboards() {
        ContributionStatus status = bundle -> List.of(
                new Contribution("REST extension", "mapper", State.FAILED, "for any type"),
                new Contribution("REST extension", "filter", State.WORKS, ""),
                new Contribution("unit", "notes", State.FAILED, "no such column"));
        ServiceReference<?> reference = stub(ServiceReference.class, (self, method, arguments) -> null);
        Bundle bundle = stub(
                Bundle.class,
                (self, method, arguments) -> method.getName().equals("getBundleId") ? (Object) 7L : "com.example.shop");
        BundleContext context = stub(BundleContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getServiceReferences" -> List.of(reference);
            case "getService" -> status;
            case "getBundles" -> new Bundle[] {bundle};
            default -> true;
        });
        assertThat(new Whiteboards(context, null, null, null).routes().failures())
                .containsExactly(new Failure("extension", "mapper", "com.example.shop [7]", "for any type"));
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WhiteboardsTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
