package io.bouquet.web.internal;

import io.bouquet.web.PlatformBundles;
import io.bouquet.web.PluginTrust;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Plugins that an operator has named. */
@Component(configurationPid = ConfiguredTrust.PID)
@Designate(ocd = ConfiguredTrust.Config.class)
public final class ConfiguredTrust implements PluginTrust {
    static final String PID = "io.bouquet.web.trust";

    /** Symbolic names of bundles that came after the platform. */
    @ObjectClassDefinition(name = "Bouquet trusted plugins")
    @interface Config {
        @AttributeDefinition(
                description = "Plugins that may say who a caller is, and which paths need no account; symbolic names")
        String[] authenticators() default {};

        @AttributeDefinition(
                description = "Plugins whose servlet filters and JAX-RS extensions may apply to what others answer;"
                        + " symbolic names")
        String[] filters() default {};
    }

    private record Names(Set<String> authenticators, Set<String> filters) {
        static Names of(Config config) {
            return new Names(Set.of(distinct(config.authenticators())), Set.of(distinct(config.filters())));
        }

        private static String[] distinct(String[] names) {
            return Arrays.stream(names).map(String::strip).distinct().toArray(String[]::new);
        }
    }

    /** By the id of the bundle: to look is to read a folder. */
    private final Map<Long, Boolean> platform = new ConcurrentHashMap<>();

    private volatile Names names;

    @Activate
    public ConfiguredTrust(Config config) {
        names = Names.of(config);
    }

    @Modified
    void modified(Config changed) {
        names = Names.of(changed);
    }

    @Override
    public boolean mayAuthenticate(Bundle bundle) {
        return isPlatform(bundle) || names.authenticators.contains(bundle.getSymbolicName());
    }

    @Override
    public boolean mayFilterOthers(Bundle bundle) {
        return isPlatform(bundle) || names.filters.contains(bundle.getSymbolicName());
    }

    private boolean isPlatform(Bundle bundle) {
        return platform.computeIfAbsent(bundle.getBundleId(), id -> PlatformBundles.contains(bundle));
    }
}
