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

/** Answers from the permissions that changes gave, and from the configuration. */
@Component(configurationPid = PluginPermissions.PID)
@Designate(ocd = PluginPermissions.Config.class)
public final class PluginPermissions implements Permissions {
    static final String PID = "io.bouquet.permissions";

    private final DefaultDeployments deployments;
    /** Symbolic names by permission. */
    private volatile Map<String, Set<String>> configured;

    /** Permissions of bundles that were not installed as plugins. Plugins get theirs with {@code --allow}. */
    @ObjectClassDefinition(name = "Bouquet permissions")
    @interface Config {
        @AttributeDefinition(
                description = "Bundles that may identify callers and decide which paths are public; symbolic names")
        String[] authenticator() default {};

        @AttributeDefinition(description = "Bundles that may read and change accounts; symbolic names")
        String[] accounts() default {};

        @AttributeDefinition(
                description = "Bundles whose servlet filters may apply to requests for other bundles; symbolic names")
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
