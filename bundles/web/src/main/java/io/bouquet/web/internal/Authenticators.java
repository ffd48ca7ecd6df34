package io.bouquet.web.internal;

import io.bouquet.accounts.Caller;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.web.spi.RequestAuthenticator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authenticators that are registered, the highest ranking first. Those of plugins are asked only if the operator allows
 * it, which can change at any time; whether a bundle is a plugin is checked once.
 */
final class Authenticators {
    static final int RETRY_AFTER_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Authenticators.class);

    private final List<Map.Entry<Map<String, Object>, RequestAuthenticator>> source;
    private final List<Registered> all = new ArrayList<>();
    private final BiPredicate<Bundle, String> permissions;
    private final Set<Long> told;

    /** @param plugin the bundle that needs a permission; null for a bundle of the platform */
    private record Registered(
            RequestAuthenticator authenticator, @Nullable Bundle plugin) {}

    /**
     * @param source      services with their properties, the lowest ranking first
     * @param permissions whether a bundle has a permission
     * @param told        ids of the bundles without permission that the log already names
     */
    Authenticators(
            List<Map.Entry<Map<String, Object>, RequestAuthenticator>> source,
            BundleContext context,
            BiPredicate<Bundle, String> permissions,
            Set<Long> told) {
        this.source = source;
        this.permissions = permissions;
        this.told = told;
        for (Map.Entry<Map<String, Object>, RequestAuthenticator> one : source) {
            Bundle bundle = context.getBundle((Long) one.getKey().getOrDefault(Constants.SERVICE_BUNDLEID, -1L));
            if (bundle != null) {
                all.add(new Registered(one.getValue(), PlatformBundles.contains(bundle) ? null : bundle));
            }
        }
        Collections.reverse(all);
    }

    /** Returns whether these are the authenticators of this list. */
    boolean areOf(List<Map.Entry<Map<String, Object>, RequestAuthenticator>> services) {
        return services == source;
    }

    /**
     * Returns the caller of a request, or null if no authenticator accepts its credentials.
     *
     * @throws LoginDeferredException if no authenticator accepts them, and one of them did not check them
     */
    @Nullable
    Caller caller(HttpServletRequest request) {
        LoginDeferredException deferred = null;
        for (int i = 0; i < all.size(); i++) {
            Registered one = all.get(i);
            if (!isTrusted(one)) {
                continue;
            }
            try {
                Optional<Caller> caller = one.authenticator.authenticate(request);
                if (caller.isPresent()) {
                    return caller.get();
                }
            } catch (LoginDeferredException e) {
                deferred = e;
            } catch (DatabaseUnavailableException e) {
                deferred = new LoginDeferredException(
                        LoginDeferredException.Reason.STORE_DOWN,
                        "the credentials were not looked at: " + e.getMessage(),
                        RETRY_AFTER_SECONDS,
                        e);
            } catch (RuntimeException e) {
                LOG.warn("the authenticator {} failed; asking the others", one.authenticator, e);
            }
        }
        if (deferred != null) {
            throw deferred;
        }
        return null;
    }

    /** Returns whether a request needs no account. A path that can be read in several ways always needs one. */
    boolean isPublic(HttpServletRequest request) {
        if (!PlainPath.is(request.getRequestURI())) {
            return false;
        }
        for (int i = 0; i < all.size(); i++) {
            Registered one = all.get(i);
            if (isTrusted(one) && one.authenticator.isPublic(request)) {
                return true;
            }
        }
        return false;
    }

    /** Lets the authenticators answer a request without an account; returns false if none of them does. */
    boolean challenge(HttpServletRequest request, HttpServletResponse response) throws IOException {
        for (Registered one : all) {
            if (isTrusted(one) && one.authenticator.challenge(request, response)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTrusted(Registered one) {
        Bundle plugin = one.plugin;
        if (plugin == null || permissions.test(plugin, Permissions.AUTHENTICATOR)) {
            return true;
        }
        if (told.add(plugin.getBundleId())) {
            LOG.warn(
                    "{} has a RequestAuthenticator, which is not asked: it lacks the permission {}",
                    plugin.getSymbolicName(),
                    Permissions.AUTHENTICATOR);
        }
        return false;
    }
}
