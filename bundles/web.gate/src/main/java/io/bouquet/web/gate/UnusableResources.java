package io.bouquet.web.gate;

import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants;

/**
 * Keeps resources from the JAX-RS whiteboard that have no method which answers requests, and tells why. With one of them
 * the whiteboard cannot say any more what it serves, and all who ask it fail.
 */
// The hooks are registered here and not by the annotation: the framework asks them whenever anybody looks for a
// service,
// also whoever makes a component, so that a hook that has to be made first waits for itself.
@Component(service = ContributionStatus.class, immediate = true)
public final class UnusableResources implements EventListenerHook, FindHook, ContributionStatus {
    private static final String API = "javax.ws.rs";

    private final BundleContext context;
    /** Why resources are hidden, by the id of the service; the empty string if they are not. */
    private final Map<Long, String> reasons = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ServiceComponentRuntime components;

    /** Injected, since a hook must not look for services: it would be asked about that itself. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ServiceReference<JaxrsServiceRuntime> runtime;

    private @Nullable ServiceRegistration<?> hooks;

    @Activate
    public UnusableResources(BundleContext context) {
        this.context = context;
    }

    @Activate
    void hide() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, Integer.MAX_VALUE);
        hooks = context.registerService(
                new String[] {EventListenerHook.class.getName(), FindHook.class.getName()}, this, properties);
    }

    @Deactivate
    void show() {
        ServiceRegistration<?> registered = hooks;
        if (registered != null) {
            registered.unregister();
        }
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> service = event.getServiceReference();
        if (!isResource(service)) {
            return;
        }
        if (isHidden(service)) {
            Bundle whiteboard = whiteboard();
            listeners.keySet().removeIf(one -> one.getBundle().equals(whiteboard));
        }
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            reasons.remove(id(service));
        }
    }

    @Override
    public void find(
            BundleContext asks,
            @Nullable String name,
            @Nullable String filter,
            boolean all,
            Collection<ServiceReference<?>> found) {
        if (!found.isEmpty() && asks.getBundle().equals(whiteboard())) {
            found.removeIf(service -> isResource(service) && isHidden(service));
        }
    }

    @Override
    public List<Contribution> of(long bundleId) {
        Bundle bundle = context.getBundle(bundleId);
        ServiceReference<?> @Nullable [] services = bundle == null ? null : bundle.getRegisteredServices();
        List<Contribution> unusable = new ArrayList<>();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            String reason = isResource(service) ? reason(service) : "";
            if (!reason.isEmpty()) {
                String name = String.join(", ", (String[]) service.getProperty(Constants.OBJECTCLASS));
                unusable.add(new Contribution("REST resource", name, Contribution.State.FAILED, reason));
            }
        }
        return unusable;
    }

    private @Nullable Bundle whiteboard() {
        ServiceReference<?> its = runtime;
        return its == null ? null : its.getBundle();
    }

    private static boolean isResource(ServiceReference<?> service) {
        return "true".equals(String.valueOf(service.getProperty(JaxrsWhiteboardConstants.JAX_RS_RESOURCE)));
    }

    private static long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
    }

    private boolean isHidden(ServiceReference<?> service) {
        return !reason(service).isEmpty();
    }

    private String reason(ServiceReference<?> service) {
        String known = reasons.get(id(service));
        if (known != null) {
            return known;
        }
        Bundle bundle = service.getBundle();
        if (bundle == null) {
            return "";
        }
        String reason = type(service, bundle).map(type -> reason(type, bundle)).orElse("");
        reasons.put(id(service), reason);
        return reason;
    }

    /** The class whose annotations the whiteboard reads; empty if it cannot be told without making an instance. */
    private Optional<Class<?>> type(ServiceReference<?> service, Bundle bundle) {
        Object component = service.getProperty("component.name");
        try {
            if (component != null) {
                ServiceComponentRuntime runtime = components;
                ComponentDescriptionDTO known =
                        runtime == null ? null : runtime.getComponentDescriptionDTO(bundle, component.toString());
                return known == null ? Optional.empty() : Optional.of(bundle.loadClass(known.implementationClass));
            }
            if (!Constants.SCOPE_SINGLETON.equals(service.getProperty(Constants.SERVICE_SCOPE))) {
                return Optional.empty();
            }
            Object its = context.getService(service);
            try {
                return Optional.ofNullable(its).map(Object::getClass);
            } finally {
                context.ungetService(service);
            }
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            // the whiteboard tells of it
            return Optional.empty();
        }
    }

    /** Why a class answers no requests; the empty string if it does. */
    static String reason(Class<?> type, Bundle bundle) {
        try {
            if (answers(type)) {
                return "";
            }
        } catch (LinkageError e) {
            return "the class " + type.getName() + " cannot be loaded: " + e.getMessage()
                    + ". Import its package, or bring it in the bundle";
        }
        String none = "no method of " + type.getName() + " answers requests: ";
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        boolean imported = wiring != null
                && wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .anyMatch(wire -> API.equals(
                                wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
        if (imported) {
            return none + "none is public and has @GET, @POST or another HTTP method of " + API;
        }
        return none
                + (bundle.getEntry("javax/ws/rs/Path.class") == null
                        ? "the bundle does not import " + API + ", so that its annotations are not seen. Add"
                                + " Import-Package: " + API + ", which bnd does by itself unless it is told otherwise"
                        : "the bundle brings its own copy of " + API + ", which the platform does not know. Leave that"
                                + " out, and add Import-Package: " + API);
    }

    private static boolean answers(Class<?> type) {
        return Stream.of(type.getMethods()).anyMatch(method -> isAnswer(method, type));
    }

    /** As CXF looks: a method may have its annotations from a superclass or an interface. */
    private static boolean isAnswer(Method method, @Nullable Class<?> type) {
        if (type == null || type == Object.class) {
            return false;
        }
        try {
            if (isAnnotated(type.getMethod(method.getName(), method.getParameterTypes()))) {
                return true;
            }
        } catch (NoSuchMethodException e) {
            return false;
        }
        return isAnswer(method, type.getSuperclass())
                || Stream.of(type.getInterfaces()).anyMatch(one -> isAnswer(method, one));
    }

    private static boolean isAnnotated(Method method) {
        for (Annotation one : method.getAnnotations()) {
            if (one instanceof Path || one.annotationType().isAnnotationPresent(HttpMethod.class)) {
                return true;
            }
        }
        return false;
    }
}
