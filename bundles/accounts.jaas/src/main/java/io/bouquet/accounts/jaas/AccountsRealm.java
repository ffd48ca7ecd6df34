package io.bouquet.accounts.jaas;

import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Replaces Karaf's realm of files. It is registered even if the service for accounts is missing, because without it
 * Karaf would use those files.
 */
@Component
public final class AccountsRealm implements JaasRealm {
    private static final String KARAF = "karaf";
    private static final int ABOVE_THE_FILES = 100;

    private final Map<String, Object> options;

    @Activate
    public AccountsRealm(BundleContext context, @Reference Logins logins) {
        // JAAS loads modules with its caller's class loader; Karaf's proxy loads from this bundle
        this.options = Map.of(
                ProxyLoginModule.PROPERTY_MODULE,
                AccountsLoginModule.class.getName(),
                ProxyLoginModule.PROPERTY_BUNDLE,
                Long.toString(context.getBundle().getBundleId()),
                BundleContext.class.getName(),
                context,
                Logins.class.getName(),
                logins);
    }

    @Override
    public String getName() {
        return KARAF;
    }

    @Override
    public int getRank() {
        return ABOVE_THE_FILES;
    }

    @Override
    public AppConfigurationEntry[] getEntries() {
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(ProxyLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
    }
}
