package io.bouquet.web.gate;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.ws.rs.core.Feature;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service that the whiteboard sees instead of one extension of a plugin; none while the extension is rejected. */
final class ExtensionStandIn<S> {
    /** Property of a stand-in: the id of the service that it stands for. */
    static final String STAND_IN_FOR = "io.bouquet.web.stands.for";

    private static final Logger LOG = LoggerFactory.getLogger(ExtensionStandIn.class);
    /** Properties that the framework or the component runtime sets. */
    private static final Set<String> NOT_COPIED = Set.of(
            Constants.OBJECTCLASS,
            Constants.SERVICE_ID,
            Constants.SERVICE_BUNDLEID,
            Constants.SERVICE_SCOPE,
            "component.id");

    /** Decides how far an extension applies. */
    interface Decision {
        /**
         * @param extension null if its service cannot be obtained
         * @param leaving   an application that is being removed and does not count
         */
        ExtensionScope decide(
                ExtensionStandIn<?> standIn, @Nullable Object extension, @Nullable ServiceReference<?> leaving);
    }

    final ServiceReference<S> service;
    final Bundle bundle;
    final List<String> contracts;
    private final ServiceObjects<S> objects;
    private final Decision decision;
    private volatile ExtensionScope scope = ExtensionScope.UNDECIDED;
    private @Nullable S extension;
    private @Nullable ServiceRegistration<?> registration;
    private Dictionary<String, Object> properties = new Hashtable<>();
    private boolean isOver;

    ExtensionStandIn(
            ServiceReference<S> service,
            Bundle bundle,
            List<String> contracts,
            ServiceObjects<S> objects,
            Decision decision) {
        this.service = service;
        this.bundle = bundle;
        this.contracts = contracts;
        this.objects = objects;
        this.decision = decision;
    }

    ExtensionScope scope() {
        return scope;
    }

    /**
     * Decides again and registers what follows from the decision.
     *
     * @param leaving an application that is being removed and does not count
     */
    synchronized void decide(@Nullable ServiceReference<?> leaving) {
        BundleContext owner = isOver ? null : bundle.getBundleContext();
        if (owner == null) {
            return;
        }
        if (extension == null) {
            extension = objects.getService();
        }
        ExtensionScope now = decision.decide(this, extension, leaving);
        Dictionary<String, Object> current = copyOfProperties();
        ServiceRegistration<?> before = registration;
        if (!now.equals(scope)) {
            scope = now;
            properties = current;
            // before the old one is unregistered, so that the extension applies to every request
            registration = extension == null ? null : register(owner, extension, now.kind());
            unregister(before);
            if (now.kind() == ExtensionScope.Kind.REJECTED) {
                LOG.warn(
                        "the extension {} of the plugin {} is not used: {}",
                        extension == null ? contracts : extension.getClass().getName(),
                        bundle.getSymbolicName(),
                        now.reason());
            }
        } else if (before != null && !current.equals(properties)) {
            properties = current;
            before.setProperties(current);
        }
    }

    private @Nullable ServiceRegistration<?> register(BundleContext owner, S found, ExtensionScope.Kind kind) {
        try {
            return switch (kind) {
                case AS_IS -> owner.registerService(contracts.toArray(String[]::new), found, properties);
                case SCOPED ->
                    owner.registerService(
                            Stream.concat(contracts.stream(), Stream.of(Feature.class.getName()))
                                    .toArray(String[]::new),
                            new ScopedExtension.ForWhiteboard(found, bundle, contracts),
                            properties);
                case UNDECIDED, REJECTED -> null;
            };
        } catch (IllegalStateException stopped) {
            // the bundle has stopped, and its extension with it
            return null;
        }
    }

    private Dictionary<String, Object> copyOfProperties() {
        Dictionary<String, Object> copy = new Hashtable<>();
        for (String key : service.getPropertyKeys()) {
            if (!NOT_COPIED.contains(key)) {
                copy.put(key, service.getProperty(key));
            }
        }
        copy.put(STAND_IN_FOR, service.getProperty(Constants.SERVICE_ID));
        return copy;
    }

    synchronized void end() {
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
        } catch (IllegalStateException stopped) {
            // the framework has unregistered it when the bundle stopped
        }
    }
}
