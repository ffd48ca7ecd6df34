package io.bouquet.deploy.spi;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * What an operator allowed a plugin to do beyond its own routes. Bundles of the platform may do everything. Asked at run
 * time by whoever enforces it. Thread-safe; answers at once.
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
     * Whether a bundle has a permission.
     *
     * @param permission one of {@link #ALL}
     */
    boolean allows(Bundle bundle, String permission);
}
