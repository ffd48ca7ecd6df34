package io.bouquet.deploy.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Manages the settings that KARs bring, because Karaf keeps them when a KAR is removed. The name of a setting is its
 * PID, or the name of its file in the {@code etc} folder. Settings that existed before the KAR belong to the operator
 * and stay.
 */
final class KarSettings {
    /** The property by which Karaf finds the configuration of a feature. */
    private static final String KARAF_KEY = "org.apache.karaf.features.configKey";

    private static final String FILE = ".+\\.(?:cfg|config|json)";

    private final Surroundings surroundings;
    private final Path etc;

    KarSettings(Surroundings surroundings, Path etc) {
        this.surroundings = surroundings;
        this.etc = etc;
    }

    /** Returns the names of all settings in a KAR. */
    static Set<String> of(Archive kar) {
        Set<String> names = new LinkedHashSet<>(kar.content().settings().keySet());
        names.addAll(kar.content().external().keySet());
        kar.content().files().keySet().forEach(path -> names.add(path.substring(path.lastIndexOf('/') + 1)));
        return names;
    }

    /** Returns the names of the settings in a KAR that do not exist yet. */
    List<String> missing(Archive kar) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : of(kar)) {
            if (!Files.exists(file(name)) && (isFile(name) || configurations(name).length == 0)) {
                missing.add(name);
            }
        }
        return missing;
    }

    void delete(Collection<String> names) throws IOException {
        for (String name : names) {
            if (!isFile(name)) {
                for (Configuration configuration : configurations(name)) {
                    configuration.delete();
                }
            }
            Files.deleteIfExists(file(name));
        }
    }

    private Path file(String name) {
        return etc.resolve(isFile(name) ? name : name + ".cfg");
    }

    private static boolean isFile(String name) {
        return name.matches(FILE);
    }

    private Configuration[] configurations(String pid) throws IOException {
        ConfigurationAdmin admin = surroundings.configurations;
        if (admin == null) {
            return new Configuration[0];
        }
        try {
            Configuration @Nullable [] found = admin.listConfigurations(
                    "(|(" + Constants.SERVICE_PID + "=" + pid + ")(" + KARAF_KEY + "=" + pid + "))");
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
