package io.bouquet.testkit;

import java.net.URL;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.connect.FrameworkUtilHelper;

/**
 * Tells the platform which classes are the plugin's, since all classes have one class loader in a test: those in the folders or
 * JARs of its components. OSGi finds it with {@link java.util.ServiceLoader}.
 */
public final class PluginClasses implements FrameworkUtilHelper {
    private static final Map<String, Bundle> BY_PLACE = new ConcurrentHashMap<>();

    static void add(Class<?> type, Bundle plugin) {
        String place = place(type);
        if (place != null) {
            BY_PLACE.put(place, plugin);
        }
    }

    static void remove(Bundle plugin) {
        Collection<Bundle> known = BY_PLACE.values();
        known.removeIf(plugin::equals);
    }

    @Override
    public Optional<Bundle> getBundle(Class<?> type) {
        String place = BY_PLACE.isEmpty() ? null : place(type);
        return place == null ? Optional.empty() : Optional.ofNullable(BY_PLACE.get(place));
    }

    private static @Nullable String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL place = source == null ? null : source.getLocation();
        return place == null ? null : place.toString();
    }
}
