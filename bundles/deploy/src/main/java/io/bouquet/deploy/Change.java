package io.bouquet.deploy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A change of a plugin that a caller asks for.
 *
 * @param plugin    symbolic name of a JAR's bundle, or the name of a KAR; the empty string to take the name from the
 *                  archive
 * @param archive   the JAR or KAR, for {@code INSTALL} and {@code UPGRADE}. It is copied before the change starts
 * @param origin    source of the archive, as shown to users: a file's name, a URL
 * @param downgrade whether an upgrade may go to an older version
 * @param force     whether an upgrade may replace a version by another build of the same version
 * @param purge     whether a removal drops the plugin's data as well: its database schema with all tables
 * @param takeOver  whether the plugin may take over routes and layers that another plugin serves now
 * @param allow     permissions to give the plugin: constants of {@link io.bouquet.deploy.spi.Permissions}
 */
public record Change(
        Kind kind,
        String plugin,
        Optional<Path> archive,
        String origin,
        boolean downgrade,
        boolean force,
        boolean purge,
        boolean takeOver,
        Set<String> allow) {
    /** The kind of change. */
    public enum Kind {
        INSTALL,
        /** Replaces the version: side by side if the plugin has only taggers and models, else in place. */
        UPGRADE,
        /** Returns to the previous version. Loads nothing if that version is on standby. */
        ROLLBACK,
        REMOVE
    }

    public Change {
        boolean needsArchive = kind == Kind.INSTALL || kind == Kind.UPGRADE;
        if (needsArchive != archive.isPresent()) {
            throw new IllegalArgumentException(kind + " takes " + (needsArchive ? "an archive" : "no archive"));
        }
        if (!needsArchive && plugin.isEmpty()) {
            throw new IllegalArgumentException(kind + " takes the name of a plugin");
        }
        if (force && kind != Kind.UPGRADE) {
            throw new IllegalArgumentException(kind + " cannot be forced; only UPGRADE can");
        }
        if (purge && kind != Kind.REMOVE) {
            throw new IllegalArgumentException(kind + " drops no data; only REMOVE can");
        }
        if ((takeOver || !allow.isEmpty()) && !needsArchive) {
            throw new IllegalArgumentException(kind + " allows nothing new; only INSTALL and UPGRADE can");
        }
        allow = Set.copyOf(allow);
    }

    public static Change install(Path archive, String origin) {
        return new Change(Kind.INSTALL, "", Optional.of(archive), origin, false, false, false, false, Set.of());
    }

    /** @param plugin expected plugin of the archive; the empty string to accept any installed plugin */
    public static Change upgrade(String plugin, Path archive, String origin, boolean downgrade) {
        return new Change(Kind.UPGRADE, plugin, Optional.of(archive), origin, downgrade, false, false, false, Set.of());
    }

    public static Change rollback(String plugin) {
        return new Change(Kind.ROLLBACK, plugin, Optional.empty(), "", false, false, false, false, Set.of());
    }

    public static Change remove(String plugin) {
        return new Change(Kind.REMOVE, plugin, Optional.empty(), "", false, false, false, false, Set.of());
    }

    /** Returns this upgrade, allowed to replace the installed version by another build of the same version. */
    public Change withForce() {
        return new Change(kind, plugin, archive, origin, downgrade, true, purge, takeOver, allow);
    }

    /** Returns this removal, which also drops the plugin's data. */
    public Change withPurge() {
        return new Change(kind, plugin, archive, origin, downgrade, force, true, takeOver, allow);
    }

    /** Returns this change, allowed to take over routes and layers from other plugins. */
    public Change withTakeOver() {
        return new Change(kind, plugin, archive, origin, downgrade, force, purge, true, allow);
    }

    /** Returns this change, which also gives the plugin permissions. */
    public Change allowing(Set<String> permissions) {
        return new Change(kind, plugin, archive, origin, downgrade, force, purge, takeOver, permissions);
    }
}
