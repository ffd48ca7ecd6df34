package io.bouquet.web.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

/** Bundle 1 is the platform's, bundle 2 a plugin. */
class ScopingContextTest {
    private static final String FILTER = "javax.servlet.Filter";

    private final List<Object> givenBack = new ArrayList<>();
    private final Failing filter = new Failing();

    @Test
    void leavesFiltersOfThePlatformAsTheyAre() {
        ServiceObjects<Filter> objects = objects(1, FILTER);
        assertThat(objects.getService()).isSameAs(filter);
    }

    @Test
    void callsAPluginsFilterOnlyInItsScope() throws Exception {
        Filter scoped = objects(2, FILTER).getService();
        List<String> passed = new ArrayList<>();
        FilterChain chain = (request, response) -> passed.add("passed");
        scoped.doFilter(request(null), null, chain);
        Predicate<Bundle> ofOthers = bundle -> bundle.getBundleId() == 3;
        scoped.doFilter(request(ofOthers), null, chain);
        assertThat(passed).containsExactly("passed", "passed");
        Predicate<Bundle> own = bundle -> bundle.getBundleId() == 2;
        assertThatThrownBy(() -> scoped.doFilter(request(own), null, chain)).hasMessage("broken filter");
    }

    @Test
    void ungetsTheOriginalService() {
        ServiceObjects<Filter> objects = objects(2, FILTER);
        objects.ungetService(objects.getService());
        assertThat(givenBack).containsExactly(filter);
    }

    @Test
    void takesNoPluginsFilterThatIsAServletToo() {
        assertThat(objects(2, FILTER, "javax.servlet.Servlet")).isNull();
        assertThat(objects(1, FILTER, "javax.servlet.Servlet")).isNotNull();
    }

    @Test
    void returnsItselfAsTheContextOfItsBundle() {
        BundleContext context = context();
        assertThat(context.getBundle().getBundleContext()).isSameAs(context);
        assertThat(context.getBundle().getBundleId()).isEqualTo(7);
    }

    @SuppressWarnings("unchecked")
    private ServiceObjects<Filter> objects(long owner, String... types) {
        ServiceReference<Filter> service = stub(
                ServiceReference.class,
                (proxy, method, arguments) -> method.getName().equals("getBundle") ? bundle(owner) : types);
        return context().getServiceObjects(service);
    }

    private BundleContext context() {
        ServiceObjects<?> objects = stub(ServiceObjects.class, (proxy, method, arguments) -> {
            if (method.getName().equals("ungetService")) {
                givenBack.add(arguments[0]);
                return null;
            }
            return filter;
        });
        BundleContext real = stub(
                BundleContext.class,
                (proxy, method, arguments) -> method.getName().equals("getBundle") ? bundle(7) : objects);
        return ScopingContext.of(real, bundle -> bundle.getBundleId() == 1);
    }

    private static Bundle bundle(long id) {
        return stub(
                Bundle.class,
                (proxy, method, arguments) -> method.getName().equals("getBundleId") ? (Object) id : "bundle-" + id);
    }

    private static ServletRequest request(Predicate<Bundle> reach) {
        return stub(ServletRequest.class, (proxy, method, arguments) -> reach);
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(ScopingContextTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Failing implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
            throw new IllegalStateException("broken filter");
        }
    }
}
