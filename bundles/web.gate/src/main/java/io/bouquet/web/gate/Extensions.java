package io.bouquet.web.gate;

import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.deploy.spi.Permissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.ws.rs.core.Application;
import javax.ws.rs.core.Feature;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the JAX-RS extensions of plugins from the whiteboard, and registers a stand-in for each that reaches as far as
 * the plugin may: the whiteboard applies an extension to all that an application answers.
 */
// Its hooks are registered by hand for the reason that UnusableResources gives.
@Component(service = ContributionStatus.class, immediate = true)
public final class Extensions implements EventListenerHook, FindHook, ContributionStatus {
    /** Property of a stand-in: the id of the service that it stands for. */
    static final String STANDS_FOR = "io.bouquet.web.stands.for";

    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);
    private static final String WAY_OUT = "Give the plugin a JAX-RS application of its own (@JaxrsApplicationBase) that"
            + " its resources and extensions select, or let an operator allow it: plugin:install --allow filters, or filters of io.bouquet.permissions";
    /** What the framework, or the component runtime, says of a service itself. */
    private static final Set<String> GIVEN = Set.of(
            Constants.OBJECTCLASS,
            Constants.SERVICE_ID,
            Constants.SERVICE_BUNDLEID,
            Constants.SERVICE_SCOPE,
            "component.id");

    private final BundleContext context;
    private final Predicate<Bundle> isPlatform;
    private final Applications applications;
    /** By the id of the service that is hidden. */
    private final Map<Long, StandIn<?>> standIns = new ConcurrentHashMap<>();

    private volatile @Nullable Permissions permissions;

    /** Injected, since a hook must not look for services: it would be asked about that itself. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ServiceReference<JaxrsServiceRuntime> runtime;

    private @Nullable ServiceRegistration<?> hooks;

    @Activate
    public Extensions(BundleContext context) {
        this(context, PlatformBundles::contains);
    }

    Extensions(BundleContext context, Predicate<Bundle> isPlatform) {
        this.context = context;
        this.isPlatform = isPlatform;
        this.applications = new Applications(context);
    }

    /** Also where an operator has changed them. Until they are there, nothing is allowed. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            updated = "permissions",
            unbind = "withoutPermissions")
    void permissions(Permissions now) {
        permissions = now;
        decideAll(null);
    }

    /** What was decided stays so. */
    void withoutPermissions(Permissions gone) {
        if (gone.equals(permissions)) {
            permissions = null;
        }
    }

    @Activate
    void begin() throws InvalidSyntaxException {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, Integer.MAX_VALUE);
        hooks = context.registerService(
                new String[] {EventListenerHook.class.getName(), FindHook.class.getName()}, this, properties);
        ServiceReference<?>[] present =
                context.getAllServiceReferences(null, "(" + JaxrsWhiteboardConstants.JAX_RS_EXTENSION + "=true)");
        for (ServiceReference<?> service : present == null ? new ServiceReference<?>[0] : present) {
            // what the whiteboard has got already cannot be taken from it
            if (isPlugins(service) && !isUsedBy(whiteboard(), service)) {
                standIn(service);
            }
        }
    }

    @Deactivate
    void end() {
        ServiceRegistration<?> registered = hooks;
        if (registered != null) {
            registered.unregister();
        }
        standIns.values().forEach(StandIn::end);
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> service = event.getServiceReference();
        boolean leaves = event.getType() == ServiceEvent.UNREGISTERING;
        boolean isCome = !leaves && isPlugins(service) && !isUsedBy(whiteboard(), service);
        StandIn<?> standIn = isCome ? standIn(service) : standIns.remove(id(service));
        if (standIn != null) {
            Bundle whiteboard = whiteboard();
            listeners.keySet().removeIf(one -> one.getBundle().equals(whiteboard));
            if (!isCome) {
                standIn.end();
            }
        } else if (Applications.isOne(service) && types(service).anyMatch(Application.class.getName()::equals)) {
            decideAll(leaves ? service : null);
        }
    }

    @Override
    public void find(
            BundleContext asks,
            @Nullable String name,
            @Nullable String filter,
            boolean all,
            Collection<ServiceReference<?>> found) {
        if (!found.isEmpty() && !standIns.isEmpty() && asks.getBundle().equals(whiteboard())) {
            found.removeIf(service -> standIns.containsKey(id(service)));
        }
    }

    @Override
    public List<Contribution> of(long bundleId) {
        List<Contribution> keptOut = new ArrayList<>();
        for (StandIn<?> standIn : standIns.values()) {
            if (standIn.bundle.getBundleId() == bundleId && standIn.extent.kind() == Extent.Kind.KEPT_OUT) {
                keptOut.add(new Contribution(
                        "REST extension",
                        String.join(", ", standIn.contracts),
                        Contribution.State.FAILED,
                        standIn.extent.reason() + ". " + WAY_OUT));
            }
        }
        return keptOut;
    }

    private @Nullable Bundle whiteboard() {
        ServiceReference<?> its = runtime;
        return its == null ? null : its.getBundle();
    }

    private static boolean isUsedBy(@Nullable Bundle whiteboard, ServiceReference<?> service) {
        Bundle[] users = whiteboard == null ? null : service.getUsingBundles();
        return users != null && List.of(users).contains(whiteboard);
    }

    private boolean isPlugins(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        return "true".equals(String.valueOf(service.getProperty(JaxrsWhiteboardConstants.JAX_RS_EXTENSION)))
                && service.getProperty(STANDS_FOR) == null
                && !contracts(service).isEmpty()
                && bundle != null
                && !isPlatform.test(bundle);
    }

    /** The interfaces that the whiteboard looks at; what has none of them it says is wrong. */
    private static List<String> contracts(ServiceReference<?> service) {
        return types(service)
                .filter(type -> type.startsWith("javax.ws.rs.") || type.startsWith("org.apache.cxf."))
                .toList();
    }

    private static Stream<String> types(ServiceReference<?> service) {
        return Stream.of((String[]) service.getProperty(Constants.OBJECTCLASS));
    }

    private static long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
    }

    private @Nullable StandIn<?> standIn(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        if (bundle == null) {
            return null;
        }
        StandIn<?> standIn = standIns.computeIfAbsent(id(service), any -> new StandIn<>(service, bundle));
        standIn.decide(null);
        if (service.getBundle() == null) {
            // it went meanwhile, and whoever told of that found no stand-in
            standIns.remove(id(service));
            standIn.end();
        }
        return standIn;
    }

    private void decideAll(@Nullable ServiceReference<?> leaving) {
        standIns.values().forEach(standIn -> standIn.decide(leaving));
    }

    private boolean isAllowed(Bundle bundle) {
        Permissions known = permissions;
        return known != null && known.allows(bundle, Permissions.FILTERS);
    }

    /** What the whiteboard gets in place of one extension. */
    private final class StandIn<S> {
        private final ServiceReference<S> service;
        private final Bundle bundle;
        private final ServiceObjects<S> objects;
        private final List<String> contracts;
        private volatile Extent extent = Extent.UNDECIDED;
        private @Nullable S extension;
        private @Nullable ServiceRegistration<?> registration;
        private Dictionary<String, Object> properties = new Hashtable<>();
        private boolean isOver;

        private StandIn(ServiceReference<S> service, Bundle bundle) {
            this.service = service;
            this.bundle = bundle;
            this.objects = context.getServiceObjects(service);
            this.contracts = contracts(service);
        }

        /** @param leaving an application that does not count any more */
        private synchronized void decide(@Nullable ServiceReference<?> leaving) {
            BundleContext owner = isOver ? null : bundle.getBundleContext();
            if (owner == null) {
                return;
            }
            if (extension == null) {
                extension = objects.getService();
            }
            Extent now = extent(extension, leaving);
            Dictionary<String, Object> current = properties();
            ServiceRegistration<?> before = registration;
            if (!now.equals(extent)) {
                extent = now;
                properties = current;
                // first the new one, so that no request gets through between them
                registration = extension == null ? null : register(owner, extension, now.kind());
                unregister(before);
                if (now.kind() == Extent.Kind.KEPT_OUT) {
                    LOG.warn(
                            "the extension {} of the plugin {} is not used: {}. {}",
                            extension == null ? contracts : extension.getClass().getName(),
                            bundle.getSymbolicName(),
                            now.reason(),
                            WAY_OUT);
                }
            } else if (before != null && !current.equals(properties)) {
                properties = current;
                before.setProperties(current);
            }
        }

        private Extent extent(@Nullable S found, @Nullable ServiceReference<?> leaving) {
            if (found == null) {
                return Extent.keptOut("its service cannot be had, and the log has the cause");
            }
            if (isAllowed(bundle) || applications.areOnlyOf(bundle, service, leaving)) {
                return Extent.AS_IS;
            }
            return Extent.of(contracts, found.getClass(), type -> bundle.equals(FrameworkUtil.getBundle(type)));
        }

        private @Nullable ServiceRegistration<?> register(BundleContext owner, S found, Extent.Kind kind) {
            try {
                return switch (kind) {
                    case AS_IS -> owner.registerService(contracts.toArray(String[]::new), found, properties);
                    case SCOPED ->
                        owner.registerService(
                                Stream.concat(contracts.stream(), Stream.of(Feature.class.getName()))
                                        .toArray(String[]::new),
                                new ScopedExtension.ForWhiteboard(found, bundle, contracts),
                                properties);
                    case UNDECIDED, KEPT_OUT -> null;
                };
            } catch (IllegalStateException stopped) {
                // the bundle, which takes the extension with it
                return null;
            }
        }

        private Dictionary<String, Object> properties() {
            Dictionary<String, Object> copy = new Hashtable<>();
            for (String key : service.getPropertyKeys()) {
                if (!GIVEN.contains(key)) {
                    copy.put(key, service.getProperty(key));
                }
            }
            copy.put(STANDS_FOR, id(service));
            return copy;
        }

        private synchronized void end() {
            isOver = true;
            unregister(registration);
            registration = null;
            if (extension != null) {
                objects.ungetService(extension);
                extension = null;
            }
        }

        private static void unregister(@Nullable ServiceRegistration<?> one) {
            try {
                if (one != null) {
                    one.unregister();
                }
            } catch (IllegalStateException gone) {
                // with the bundle
            }
        }
    }
}
