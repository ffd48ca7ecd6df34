package io.bouquet.deploy.spi;

import io.bouquet.deploy.PlatformBundles;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * The permissions that operators gave to plugins, with a change or in the configuration. The code that enforces a
 * permission asks at run time. Thread-safe; never blocks.
 */
@ProviderType
public interface Permissions {
    /** The plugin may identify callers and decide which paths need no account, with a {@code RequestAuthenticator}. */
    String AUTHENTICATOR = "authenticator";
    /** The plugin may read and change accounts, with the package {@code io.bouquet.accounts}. */
    String ACCOUNTS = "accounts";
    /** The plugin's servlet filters and JAX-RS extensions also apply to requests for other bundles. */
    String FILTERS = "filters";

    /** All permissions. */
    Set<String> ALL = Set.of(AUTHENTICATOR, ACCOUNTS, FILTERS);

    /**
     * Whether an operator gave a bundle a permission.
     *
     * @param permission one of {@link #ALL}
     */
    boolean allows(Bundle bundle, String permission);

    /**
     * Whether a bundle has a permission. Bundles of the platform have all permissions.
     *
     * @param permissions service that knows the permissions; null while it is missing, as during the start: no plugin
     *                    has a permission then
     * @param permission  one of {@link #ALL}
     */
    static boolean has(@Nullable Permissions permissions, Bundle bundle, String permission) {
        return PlatformBundles.contains(bundle) || permissions != null && permissions.allows(bundle, permission);
    }
}
