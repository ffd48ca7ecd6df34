package io.bouquet.testkit;

import java.net.URL;
import java.security.CodeSource;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.connect.FrameworkUtilHelper;

/**
 * Tells the platform which classes are the plugin's, since all classes have one class loader in a test: those in the folders or
 * JARs of its components. OSGi finds it with {@link java.util.ServiceLoader}.
 */
public final class PluginClasses implements FrameworkUtilHelper {
    /** The bundles of the plugins in a place, the last one first. */
    private static final Map<String, Deque<Bundle>> BY_PLACE = new ConcurrentHashMap<>();

    static void add(Class<?> type, Bundle plugin) {
        String place = place(type);
        if (place != null) {
            Deque<Bundle> known = BY_PLACE.computeIfAbsent(place, any -> new ConcurrentLinkedDeque<>());
            if (!known.contains(plugin)) {
                known.push(plugin);
            }
        }
    }

    static void remove(Bundle plugin) {
        BY_PLACE.values().forEach(known -> known.remove(plugin));
    }

    @Override
    public Optional<Bundle> getBundle(Class<?> type) {
        String place = BY_PLACE.isEmpty() ? null : place(type);
        Deque<Bundle> known = place == null ? null : BY_PLACE.get(place);
        return known == null ? Optional.empty() : Optional.ofNullable(known.peek());
    }

    private static @Nullable String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL place = source == null ? null : source.getLocation();
        return place == null ? null : place.toString();
    }
}
