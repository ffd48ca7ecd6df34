package io.bouquet.web.gate;

import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.ws.rs.BeanParam;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
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
 * Hides resources from the JAX-RS whiteboard that it cannot handle, and reports the reason: without a method that answers
 * requests, the whiteboard can no longer list its routes; with a nested {@code @BeanParam} on a method that is no setter, such
 * as the accessor of a record, CXF cannot create the application with all its other resources.
 */
// immediate: it must hide resources before anybody asks for its status
@Component(service = ContributionStatus.class, immediate = true)
public final class UnusableResources implements ContributionStatus {
    private static final String API = "javax.ws.rs";

    private final BundleContext context;
    private final WhiteboardHidingHook hook =
            new WhiteboardHidingHook(() -> this.runtime, this::hidesEvent, this::isHidden);
    /** Why resources are hidden, by service id; the empty string for a resource that is not hidden. */
    private final Map<Long, String> reasons = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ServiceComponentRuntime components;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ServiceReference<JaxrsServiceRuntime> runtime;

    @Activate
    public UnusableResources(BundleContext context) {
        this.context = context;
    }

    @Activate
    void begin() {
        hook.register(context);
    }

    @Deactivate
    void end() {
        hook.unregister();
    }

    private boolean hidesEvent(ServiceEvent event) {
        ServiceReference<?> service = event.getServiceReference();
        boolean hides = isHidden(service);
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            reasons.remove(id(service));
        }
        return hides;
    }

    private boolean isHidden(ServiceReference<?> service) {
        return isResource(service) && !reason(service).isEmpty();
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
                unusable.add(new Contribution(
                        "REST resource", name, Contribution.State.FAILED, reason, "unusable-resource", ""));
            }
        }
        return unusable;
    }

    private static boolean isResource(ServiceReference<?> service) {
        return "true".equals(String.valueOf(service.getProperty(JaxrsWhiteboardConstants.JAX_RS_RESOURCE)));
    }

    private static long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
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

    /** Returns the class whose annotations the whiteboard reads; empty if that would need a new instance. */
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
            // the whiteboard reports it
            return Optional.empty();
        }
    }

    /** Returns why a resource cannot be used; the empty string if it can. */
    static String reason(Class<?> type, Bundle bundle) {
        try {
            if (answers(type)) {
                return Stream.of(type.getMethods())
                        .flatMap(method -> Stream.of(method.getParameters()))
                        .filter(parameter -> parameter.isAnnotationPresent(BeanParam.class))
                        .map(parameter -> unbindable(parameter.getType(), new HashSet<>()))
                        .filter(reason -> !reason.isEmpty())
                        .findFirst()
                        .orElse("");
            }
        } catch (LinkageError e) {
            return "the class " + type.getName() + " cannot be loaded: " + e.getMessage()
                    + ". Import its package, or include it in the bundle";
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
                        ? "the bundle does not import " + API + ", so its annotations are not visible. Add"
                                + " Import-Package: " + API + ", which bnd does by default"
                        : "the bundle contains its own copy of " + API + ", which the platform does not use. Remove"
                                + " the copy, and add Import-Package: " + API);
    }

    /** Returns why CXF fails at a bean of parameters; the empty string if it does not. */
    private static String unbindable(Class<?> bean, Set<Class<?>> seen) {
        if (!seen.add(bean)) {
            return "";
        }
        for (Method method : bean.getMethods()) {
            if (!method.isAnnotationPresent(BeanParam.class)) {
                continue;
            }
            if (method.getParameterCount() != 1) {
                return "the component " + method.getName() + " of " + bean.getName()
                        + " has @BeanParam. Remove it: the parameters of a record within a record need no annotation";
            }
            String inner = unbindable(method.getParameterTypes()[0], seen);
            if (!inner.isEmpty()) {
                return inner;
            }
        }
        return "";
    }

    private static boolean answers(Class<?> type) {
        return Stream.of(type.getMethods()).anyMatch(method -> isAnswer(method, type));
    }

    /** Looks for annotations as CXF does: a method may have them from a superclass or an interface. */
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
