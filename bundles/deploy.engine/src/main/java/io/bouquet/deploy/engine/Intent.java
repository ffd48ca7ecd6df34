package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Plugin.Format;
import java.util.Optional;

/**
 * A change that was looked at and is not refused.
 *
 * @param current    the plugin as it is; empty for an installation
 * @param archive    of the version that is to serve; empty for a removal
 * @param sideBySide whether both versions are there at once
 * @param loaded     whether the version that is to serve stands by, so that the other only has to go
 */
record Intent(
        Kind kind,
        String plugin,
        Format format,
        String origin,
        Optional<Store.Installed> current,
        Optional<Archive> archive,
        boolean sideBySide,
        boolean loaded) {
    String from() {
        return current.map(Store.Installed::version).orElse("");
    }

    String to() {
        return archive.map(Archive::version).orElse("");
    }
}
