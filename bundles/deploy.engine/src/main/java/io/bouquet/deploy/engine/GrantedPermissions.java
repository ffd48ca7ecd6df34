package io.bouquet.deploy.engine;

import io.bouquet.deploy.Plugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;

/** The permissions that operators gave to plugins with a change. Thread-safe. */
final class GrantedPermissions {
    private final Store store;
    private final ChangeRunner runner;
    /** The locations of the bundles in KARs, by archive, so that each archive is read once. */
    private final Map<Path, Set<String>> locations = new ConcurrentHashMap<>();

    GrantedPermissions(Store store, ChangeRunner runner) {
        this.store = store;
        this.runner = runner;
    }

    /** Whether a finished or running change gave a bundle a permission. */
    boolean allows(Bundle bundle, String permission) {
        return runner.underway()
                        .filter(intent -> isAllowed(bundle, permission, intent))
                        .isPresent()
                || store.installed().values().stream()
                        .filter(plugin -> plugin.allowed().contains(permission))
                        .anyMatch(plugin -> plugin.format() == Plugin.Format.JAR
                                ? isJar(bundle, plugin.name())
                                : isInKar(
                                        bundle,
                                        store.file(plugin.name(), plugin.build(), plugin.format()),
                                        () -> store.archive(plugin)));
    }

    private boolean isAllowed(Bundle bundle, String permission, Intent intent) {
        return intent.allowed().contains(permission)
                && (intent.format() == Plugin.Format.JAR
                        ? isJar(bundle, intent.plugin())
                        : intent.archive()
                                .filter(archive -> isInKar(bundle, archive.file(), () -> archive))
                                .isPresent());
    }

    private static boolean isJar(Bundle bundle, String plugin) {
        return bundle.getLocation().startsWith(Bundles.LOCATION) && plugin.equals(bundle.getSymbolicName());
    }

    private boolean isInKar(Bundle bundle, Path file, Supplier<Archive> archive) {
        Set<String> known = locations.computeIfAbsent(file, path -> {
            locations.keySet().removeIf(other -> !Files.exists(other));
            return Set.copyOf(Kars.locations(archive.get()));
        });
        return Bundles.sources(bundle).anyMatch(known::contains);
    }
}
