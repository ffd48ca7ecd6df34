package io.bouquet.deploy.engine;

import io.bouquet.deploy.spi.Permissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Permissions that came with a change, and those of the configuration. */
@Component(configurationPid = PluginPermissions.PID)
@Designate(ocd = PluginPermissions.Config.class)
public final class PluginPermissions implements Permissions {
    static final String PID = "io.bouquet.permissions";

    private final DefaultDeployments deployments;
    /** Symbolic names by permission. */
    private volatile Map<String, Set<String>> configured;

    /** For bundles that no change of ours installed: {@code --allow} gives a plugin its permissions. */
    @ObjectClassDefinition(name = "Bouquet permissions")
    @interface Config {
        @AttributeDefinition(
                description = "Bundles that may say who a caller is, and which paths need no account; symbolic names")
        String[] authenticator() default {};

        @AttributeDefinition(description = "Bundles that may read and change accounts; symbolic names")
        String[] accounts() default {};

        @AttributeDefinition(
                description = "Bundles whose servlet filters may apply to what others answer; symbolic names")
        String[] filters() default {};
    }

    @Activate
    public PluginPermissions(Config config, @Reference DefaultDeployments deployments) {
        this.deployments = deployments;
        configured = configured(config);
    }

    @Modified
    void modified(Config config) {
        configured = configured(config);
    }

    private static Map<String, Set<String>> configured(Config config) {
        return Map.of(
                AUTHENTICATOR, names(config.authenticator()),
                ACCOUNTS, names(config.accounts()),
                FILTERS, names(config.filters()));
    }

    private static Set<String> names(String[] names) {
        return Arrays.stream(names).map(String::strip).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean allows(Bundle bundle, String permission) {
        return configured.getOrDefault(permission, Set.of()).contains(String.valueOf(bundle.getSymbolicName()))
                || deployments.permissions().allows(bundle, permission);
    }
}
