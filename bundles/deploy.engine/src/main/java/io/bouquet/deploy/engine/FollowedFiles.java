package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.ArchiveBuilder.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes plugins follow the files of the deploy folder. Thread-safe. */
final class FollowedFiles {
    private final Store store;
    private final Restoration restoration;
    private final ChangeRunner runner;
    private final FolderArchives archives;

    FollowedFiles(Store store, Restoration restoration, ChangeRunner runner, FolderArchives archives) {
        this.store = store;
        this.restoration = restoration;
        this.runner = runner;
        this.archives = archives;
    }

    FolderArchives archives() {
        return archives;
    }

    /** Returns the names of plugins, by the file in the deploy folder that they follow. */
    Map<String, String> following() {
        Map<String, String> following = new HashMap<>();
        store.installed().values().forEach(plugin -> plugin.file()
                .ifPresent(file -> following.put(file, plugin.name())));
        return following;
    }

    /** Returns the plugin that follows a file. */
    Optional<Store.Installed> following(String file) {
        return store.installed().values().stream()
                .filter(plugin -> plugin.file().filter(file::equals).isPresent())
                .findFirst();
    }

    /**
     * Installs or upgrades a plugin to the content of a file in the deploy folder.
     *
     * @return the receipt; empty if the file is already installed
     * @throws RefusedException if the file is refused
     */
    Optional<Receipt> follow(String name, Path file) throws InterruptedException {
        restoration.await();
        Identity identity = archives.identify(name, file);
        Store.Installed current = store.installed(identity.plugin()).orElse(null);
        if (current == null) {
            try (FolderArchives.Built archive = archives.archive(name, file)) {
                Change installation = Change.install(archive.path(), DeployFolder.NAME + name);
                return Optional.of(runner.begin(installation, DeployFolder.NAME, Optional.of(name))
                        .awaitEnd());
            }
        }
        if (current.file().isEmpty()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    current.name() + " " + current.version() + " was installed by plugin:install, over REST or in the"
                            + " console" + (current.origin().isEmpty() ? "" : ", from " + current.origin())
                            + "; use plugin:upgrade, or remove it there first");
        }
        String before = current.file().get();
        if (!before.equals(name) && Files.exists(file.resolveSibling(before))) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    DeployFolder.NAME + before + " is the plugin " + current.name()
                            + " already; delete that file, or copy the new version over it");
        }
        if (isSame(name, file, current)) {
            if (!before.equals(name)) {
                rename(current, name);
            }
            return Optional.empty();
        }
        try (FolderArchives.Built archive = archives.archive(name, file)) {
            Change upgrade = Change.upgrade(current.name(), archive.path(), DeployFolder.NAME + name, true)
                    .withForce();
            return Optional.of(
                    runner.begin(upgrade, DeployFolder.NAME, Optional.of(name)).awaitEnd());
        }
    }

    private boolean isSame(String name, Path file, Store.Installed current) {
        try {
            return !restoration.hasFailed(current.name())
                    && archives.isSame(
                            name,
                            file,
                            current.version(),
                            store.file(current.name(), current.build(), current.format()));
        } catch (IOException e) {
            throw new RefusedException(Reason.BAD_ARCHIVE, file + " cannot be read: " + Words.of(e));
        }
    }

    private void rename(Store.Installed plugin, String file) {
        try {
            store.commit(plugin.following(file));
        } catch (IOException e) {
            throw Inspection.cannotStore(e);
        }
    }

    /** Removes a plugin whose file was deleted from the deploy folder. */
    void unfollow(String name, String plugin) throws InterruptedException {
        restoration.await();
        runner.begin(Change.remove(plugin), DeployFolder.NAME, Optional.of(name))
                .awaitEnd();
    }
}
