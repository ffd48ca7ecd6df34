package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Plugin.Format;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change that was planned and is allowed.
 *
 * @param current    plugin before the change; empty for an installation
 * @param archive    archive of the version that will serve; empty for a removal
 * @param build      build of the archive in the store; empty for a removal
 * @param sideBySide whether both versions are loaded at the same time
 * @param loaded     whether the version that will serve is on standby, so that only the other version must stop
 * @param allowed    permissions of the plugin after the change
 * @param file       name of the file in the deploy folder that the plugin will follow; empty if it follows none
 */
record Intent(
        Kind kind,
        String plugin,
        Format format,
        String origin,
        Optional<Store.Installed> current,
        Optional<Archive> archive,
        Optional<Store.Build> build,
        boolean sideBySide,
        boolean loaded,
        Set<String> allowed,
        Optional<String> file) {
    Intent(
            Kind kind,
            String plugin,
            Format format,
            String origin,
            Optional<Store.Installed> current,
            Optional<Archive> archive,
            Optional<Store.Build> build,
            boolean sideBySide,
            boolean loaded) {
        this(kind, plugin, format, origin, current, archive, build, sideBySide, loaded, Set.of(), Optional.empty());
    }

    String from() {
        return current.map(Store.Installed::version).orElse("");
    }

    String to() {
        return archive.map(Archive::version).orElse("");
    }

    Optional<Store.Build> before() {
        return current.map(Store.Installed::build);
    }

    /** Whether a version is replaced by another build of the same version. */
    boolean isSameVersion() {
        return current.isPresent() && archive.isPresent() && from().equals(to());
    }

    Intent kept(Archive other) {
        return new Intent(
                kind, plugin, format, origin, current, Optional.of(other), build, sideBySide, loaded, allowed, file);
    }

    Intent following(Optional<String> other) {
        return new Intent(kind, plugin, format, origin, current, archive, build, sideBySide, loaded, allowed, other);
    }

    /** Returns this change with the current permissions of the plugin and these additional ones. */
    Intent allowing(Set<String> more) {
        Set<String> all = new TreeSet<>(more);
        current.ifPresent(plugin -> all.addAll(plugin.allowed()));
        return new Intent(kind, plugin, format, origin, current, archive, build, sideBySide, loaded, all, file);
    }
}
