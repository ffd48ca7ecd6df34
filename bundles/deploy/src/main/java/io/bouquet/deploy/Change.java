package io.bouquet.deploy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be done with a plugin.
 *
 * @param plugin    symbolic name of a JAR's bundle, or the name of a KAR; the empty string where the archive says it
 * @param archive   the JAR or KAR, for {@code INSTALL} and {@code UPGRADE}. It is copied before the change begins
 * @param origin    where the archive comes from, for people: a file's name, a URL
 * @param downgrade whether an upgrade may go to an older version
 * @param force     whether an upgrade may replace a version by another build of the same version
 * @param purge     whether a removal drops the plugin's data, too: its schema with all tables
 * @param takeOver  whether the plugin may take routes and layers over from others that answer them now
 * @param allow     permissions that the plugin gets, as in {@link io.bouquet.deploy.spi.Permissions}
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
    /** What to do. */
    public enum Kind {
        INSTALL,
        /** To another version: side by side where the plugin has only taggers and models, else in place. */
        UPGRADE,
        /** To the version before; without loading where that stands by. */
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

    /** @param plugin that the archive must be of; the empty string where any will do that is installed */
    public static Change upgrade(String plugin, Path archive, String origin, boolean downgrade) {
        return new Change(Kind.UPGRADE, plugin, Optional.of(archive), origin, downgrade, false, false, false, Set.of());
    }

    public static Change rollback(String plugin) {
        return new Change(Kind.ROLLBACK, plugin, Optional.empty(), "", false, false, false, false, Set.of());
    }

    public static Change remove(String plugin) {
        return new Change(Kind.REMOVE, plugin, Optional.empty(), "", false, false, false, false, Set.of());
    }

    /** The same upgrade, which may also replace the installed version by another build of that version. */
    public Change withForce() {
        return new Change(kind, plugin, archive, origin, downgrade, true, purge, takeOver, allow);
    }

    /** The same removal, which also drops the plugin's data. */
    public Change withPurge() {
        return new Change(kind, plugin, archive, origin, downgrade, force, true, takeOver, allow);
    }

    /** The same change, by which the plugin may take routes and layers over from others. */
    public Change withTakeOver() {
        return new Change(kind, plugin, archive, origin, downgrade, force, purge, true, allow);
    }

    /** The same change, by which the plugin gets permissions. */
    public Change allowing(Set<String> permissions) {
        return new Change(kind, plugin, archive, origin, downgrade, force, purge, takeOver, permissions);
    }
}
