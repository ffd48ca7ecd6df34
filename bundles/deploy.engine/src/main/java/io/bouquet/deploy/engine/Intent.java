package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Plugin.Format;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change that was looked at and is not refused.
 *
 * @param current    the plugin as it is; empty for an installation
 * @param archive    of the version that is to serve; empty for a removal
 * @param build      that the archive is or becomes in the store; empty for a removal
 * @param sideBySide whether both versions are loaded at once
 * @param loaded     whether the version that is to serve is on standby, so that only the other one has to stop
 * @param allowed    permissions that it has afterwards
 * @param file       name of the file in the deploy folder that the plugin is to follow; empty if it follows none
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

    /** The same with the permissions that the plugin has, and those that the change gives it. */
    Intent allowing(Set<String> more) {
        Set<String> all = new TreeSet<>(more);
        current.ifPresent(plugin -> all.addAll(plugin.allowed()));
        return new Intent(kind, plugin, format, origin, current, archive, build, sideBySide, loaded, all, file);
    }
}
