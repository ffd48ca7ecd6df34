package io.bouquet.web.jetty;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

/**
 * Creates a bundle context for the HTTP whiteboard that wraps each plugin's filter in a scope. Felix HTTP itself cannot
 * limit a filter to the servlets of its own bundle.
 */
final class ScopingContext {
    private final BundleContext real;
    private final Predicate<Bundle> isPlatform;
    private final BundleContext context;
    private final Bundle bundle;

    private ScopingContext(BundleContext real, Predicate<Bundle> isPlatform) {
        this.real = real;
        this.isPlatform = isPlatform;
        this.context = proxy(BundleContext.class, this::onContext);
        this.bundle = proxy(Bundle.class, this::onBundle);
    }

    static BundleContext of(BundleContext real, Predicate<Bundle> isPlatform) {
        return new ScopingContext(real, isPlatform).context;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(ScopingContext.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object onContext(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("getBundle") && arguments == null) {
            return bundle;
        }
        Object result = invoke(real, method, arguments);
        if (method.getName().equals("getServiceObjects")
                && result != null
                && arguments != null
                && arguments[0] instanceof ServiceReference<?> service) {
            Bundle owner = service.getBundle();
            if (owner != null && !isPlatform.test(owner) && isFilter(service)) {
                // the whiteboard refuses a service that is also a servlet: a wrapper could not be both
                return isAlsoOtherService(service)
                        ? null
                        : proxy(
                                ServiceObjects.class,
                                (any, called, values) -> onServiceObjects(result, owner, called, values));
            }
        }
        return result;
    }

    private static boolean isFilter(ServiceReference<?> service) {
        return types(service).anyMatch(type -> type.endsWith(".Filter") || type.endsWith(".Preprocessor"));
    }

    private static boolean isAlsoOtherService(ServiceReference<?> service) {
        return types(service)
                .anyMatch(type -> type.endsWith(".Servlet")
                        || type.endsWith("Listener")
                        || type.endsWith(".ServletContextHelper"));
    }

    private static Stream<String> types(ServiceReference<?> service) {
        return Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS));
    }

    private @Nullable Object onBundle(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return method.getName().equals("getBundleContext") ? context : invoke(real.getBundle(), method, arguments);
    }

    private static @Nullable Object onServiceObjects(
            Object objects, Bundle owner, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("getService")) {
            return scoped(invoke(objects, method, arguments), owner);
        }
        if (arguments != null && arguments.length == 1 && arguments[0] instanceof Scoped scoped) {
            return invoke(objects, method, new Object[] {scoped.original()});
        }
        return invoke(objects, method, arguments);
    }

    private static @Nullable Object scoped(@Nullable Object service, Bundle owner) {
        if (service instanceof javax.servlet.Filter filter) {
            return new ScopedJavaxFilter(filter, owner);
        }
        return service instanceof jakarta.servlet.Filter filter ? new ScopedFilter(filter, owner) : service;
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
