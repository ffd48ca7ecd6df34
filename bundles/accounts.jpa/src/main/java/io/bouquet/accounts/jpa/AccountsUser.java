package io.bouquet.accounts.jpa;

import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Permissions;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** A bundle that uses accounts and their tokens. Bundles of the platform may; a plugin needs the permission at each call. */
record AccountsUser(Bundle bundle, boolean isPlatform) {
    static AccountsUser of(Bundle bundle) {
        return new AccountsUser(bundle, PlatformBundles.contains(bundle));
    }

    /**
     * @param permissions null if they are not known now
     * @throws SecurityException if the bundle lacks the permission
     */
    void require(@Nullable Permissions permissions) {
        if (!isPlatform && (permissions == null || !permissions.allows(bundle, Permissions.ACCOUNTS))) {
            throw new SecurityException(bundle.getSymbolicName() + " " + bundle.getVersion()
                    + " uses the accounts and lacks the permission " + Permissions.ACCOUNTS
                    + "; an operator gives it with plugin:install --allow " + Permissions.ACCOUNTS);
        }
    }
}
