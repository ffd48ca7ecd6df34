package io.bouquet.deploy.spi;

import io.bouquet.deploy.PlatformBundles;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * What an operator allowed a plugin to do beyond its own routes: with the change that installed it, or in the
 * configuration. Asked at run time by whoever enforces it. Thread-safe; answers at once.
 */
@ProviderType
public interface Permissions {
    /** It decides who a caller is, and which paths need no account: it has a {@code RequestAuthenticator}. */
    String AUTHENTICATOR = "authenticator";
    /** It reads and changes accounts: it uses the package {@code io.bouquet.accounts}. */
    String ACCOUNTS = "accounts";
    /** Its servlet filters and JAX-RS extensions apply to the requests of other bundles, too. */
    String FILTERS = "filters";

    /** All of them. */
    Set<String> ALL = Set.of(AUTHENTICATOR, ACCOUNTS, FILTERS);

    /**
     * Whether an operator gave a bundle a permission.
     *
     * @param permission one of {@link #ALL}
     */
    boolean allows(Bundle bundle, String permission);

    /**
     * Whether a bundle may do something: bundles of the platform may do everything, and a plugin what it was allowed.
     *
     * @param permissions as they are known now; null while nobody tells, as during a start: no plugin may anything then
     * @param permission  one of {@link #ALL}
     */
    static boolean has(@Nullable Permissions permissions, Bundle bundle, String permission) {
        return PlatformBundles.contains(bundle) || permissions != null && permissions.allows(bundle, permission);
    }
}
