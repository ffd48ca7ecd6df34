package io.bouquet.web.gate;

import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.deploy.spi.Permissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.ws.rs.core.Application;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants;

/**
 * Hides the JAX-RS extensions of plugins from the whiteboard, and registers a stand-in for each that applies only where
 * the plugin may: the whiteboard itself applies an extension to all resources of an application.
 */
// immediate: it must hide extensions before anybody asks for its status
@Component(service = ContributionStatus.class, immediate = true)
public final class Extensions implements ContributionStatus {
    /** Property of Aries: a service that configures the whole CXF server of an application. */
    static final String CXF_EXTENSION = "cxf.extension";

    private static final String EXTENSIONS =
            "(|(" + JaxrsWhiteboardConstants.JAX_RS_EXTENSION + "=true)(" + CXF_EXTENSION + "=true))";
    private static final String REMEDY =
            ". Give the plugin a JAX-RS application of its own (@JaxrsApplicationBase) that"
                    + " its resources and extensions select, or let an operator allow it: plugin:install --allow filters, or"
                    + " filters of io.bouquet.permissions";

    private final BundleContext context;
    private final Predicate<Bundle> isPlatform;
    private final Applications applications;
    private final WhiteboardHidingHook hook =
            new WhiteboardHidingHook(() -> this.runtime, this::hidesEvent, this::isHidden);
    /** By the id of the hidden service. */
    private final Map<Long, ExtensionStandIn<?>> standIns = new ConcurrentHashMap<>();

    private volatile @Nullable Permissions permissions;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ServiceReference<JaxrsServiceRuntime> runtime;

    @Activate
    public Extensions(BundleContext context) {
        this(context, PlatformBundles::contains);
    }

    Extensions(BundleContext context, Predicate<Bundle> isPlatform) {
        this.context = context;
        this.isPlatform = isPlatform;
        this.applications = new Applications(context);
    }

    /** Also called when an operator has changed permissions. Without permissions nothing is allowed. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            updated = "permissions",
            unbind = "withoutPermissions")
    void permissions(Permissions now) {
        permissions = now;
        decideAll(null);
    }

    /** Decisions stay as they are. */
    void withoutPermissions(Permissions removed) {
        if (removed.equals(permissions)) {
            permissions = null;
        }
    }

    @Activate
    void begin() throws InvalidSyntaxException {
        hook.register(context);
        for (ServiceReference<?> service : Whiteboards.services(context, EXTENSIONS)) {
            if (isOfPlugin(service) && !hook.isUsed(service)) {
                standIn(service);
            }
        }
    }

    @Deactivate
    void end() {
        hook.unregister();
        standIns.values().forEach(ExtensionStandIn::end);
    }

    private boolean hidesEvent(ServiceEvent event) {
        ServiceReference<?> service = event.getServiceReference();
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            ExtensionStandIn<?> removed = standIns.remove(id(service));
            if (removed != null) {
                removed.end();
                return true;
            }
            if (isApplication(service)) {
                decideAll(service);
            }
            return false;
        }
        if (isOfPlugin(service) && !hook.isUsed(service)) {
            return standIn(service);
        }
        ExtensionStandIn<?> former = standIns.remove(id(service));
        if (former != null) {
            former.end();
            return true;
        }
        if (isApplication(service) || isNamedExtensionOfPlatform(service)) {
            decideAll(null);
        }
        return false;
    }

    private boolean isHidden(ServiceReference<?> service) {
        return standIns.containsKey(id(service));
    }

    @Override
    public List<Contribution> of(long bundleId) {
        List<Contribution> rejected = new ArrayList<>();
        for (ExtensionStandIn<?> standIn : standIns.values()) {
            if (standIn.bundle.getBundleId() == bundleId && standIn.scope().kind() == ExtensionScope.Kind.REJECTED) {
                rejected.add(new Contribution(
                        "REST extension",
                        String.join(", ", standIn.contracts),
                        Contribution.State.FAILED,
                        standIn.scope().reason(),
                        "extension-unused",
                        ""));
            }
        }
        return rejected;
    }

    private boolean isOfPlugin(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        return isExtension(service)
                && service.getProperty(ExtensionStandIn.STAND_IN_FOR) == null
                && !contracts(service).isEmpty()
                && bundle != null
                && !isPlatform.test(bundle);
    }

    private static boolean isExtension(ServiceReference<?> service) {
        return isTrue(service, JaxrsWhiteboardConstants.JAX_RS_EXTENSION) || isTrue(service, CXF_EXTENSION);
    }

    private static boolean isTrue(ServiceReference<?> service, String property) {
        return "true".equals(String.valueOf(service.getProperty(property)));
    }

    private static boolean isApplication(ServiceReference<?> service) {
        return Applications.isApplication(service) && types(service).anyMatch(Application.class.getName()::equals);
    }

    private boolean isNamedExtensionOfPlatform(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        return isTrue(service, JaxrsWhiteboardConstants.JAX_RS_EXTENSION)
                && service.getProperty(JaxrsWhiteboardConstants.JAX_RS_NAME) != null
                && bundle != null
                && isPlatform.test(bundle);
    }

    /** Returns the extension interfaces of a service. Without any, the whiteboard reports the service as failed. */
    private static List<String> contracts(ServiceReference<?> service) {
        return types(service)
                .filter(type -> type.startsWith("javax.ws.rs.")
                        || type.startsWith("org.apache.cxf.")
                        || isTrue(service, CXF_EXTENSION))
                .toList();
    }

    private static Stream<String> types(ServiceReference<?> service) {
        return Stream.of((String[]) service.getProperty(Constants.OBJECTCLASS));
    }

    private static long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
    }

    /** Returns whether the service has a stand-in now. */
    private <S> boolean standIn(ServiceReference<S> service) {
        Bundle bundle = service.getBundle();
        if (bundle == null) {
            return false;
        }
        ExtensionStandIn<?> standIn = standIns.computeIfAbsent(
                id(service),
                any -> new ExtensionStandIn<>(
                        service, bundle, contracts(service), context.getServiceObjects(service), this::decide));
        standIn.decide(null);
        if (service.getBundle() == null) {
            // unregistered meanwhile, and the event came before the stand-in
            standIns.remove(id(service));
            standIn.end();
        }
        return true;
    }

    private void decideAll(@Nullable ServiceReference<?> leaving) {
        standIns.values().forEach(standIn -> standIn.decide(leaving));
    }

    private ExtensionScope decide(
            ExtensionStandIn<?> standIn, @Nullable Object extension, @Nullable ServiceReference<?> leaving) {
        if (extension == null) {
            return ExtensionScope.rejected("its service cannot be obtained; the log has the cause");
        }
        Object name = standIn.service.getProperty(JaxrsWhiteboardConstants.JAX_RS_NAME);
        if (name != null && isNameOfPlatform(name)) {
            return ExtensionScope.rejected("the platform has an extension with the name " + name
                    + " (osgi.jaxrs.name), and the whiteboard would use only one of them. Choose another name");
        }
        if (isAllowed(standIn.bundle) || applications.areOnlyOf(standIn.bundle, standIn.service, leaving)) {
            return ExtensionScope.AS_IS;
        }
        ExtensionScope scope = isTrue(standIn.service, CXF_EXTENSION)
                ? ExtensionScope.rejected(
                        "a CXF extension (" + CXF_EXTENSION + ") applies to all that the application" + " answers")
                : ExtensionScope.of(
                        standIn.contracts,
                        extension.getClass(),
                        type -> standIn.bundle.equals(FrameworkUtil.getBundle(type)));
        return scope.kind() == ExtensionScope.Kind.REJECTED ? ExtensionScope.rejected(scope.reason() + REMEDY) : scope;
    }

    private boolean isNameOfPlatform(Object name) {
        return Whiteboards.services(context, "(" + JaxrsWhiteboardConstants.JAX_RS_EXTENSION + "=true)").stream()
                .anyMatch(service -> name.equals(service.getProperty(JaxrsWhiteboardConstants.JAX_RS_NAME))
                        && isNamedExtensionOfPlatform(service));
    }

    private boolean isAllowed(Bundle bundle) {
        Permissions known = permissions;
        return known != null && known.allows(bundle, Permissions.FILTERS);
    }
}
