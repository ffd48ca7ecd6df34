package io.bouquet.deploy.engine;

import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.ArchiveBuilder;
import io.bouquet.deploy.spi.ArchiveBuilder.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Turns files of the deploy folder into archives: those that are none, such as source files, are built. Thread-safe. */
final class FolderArchives {
    private static final String SOURCE = ".java";

    private final Surroundings surroundings;

    FolderArchives(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** An archive that is deleted after its use if it was built for it. */
    record Built(Path path, boolean temporary) implements AutoCloseable {
        @Override
        public void close() {
            if (temporary) {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new RefusedException(Reason.BAD_ARCHIVE, path + " cannot be deleted: " + Words.of(e));
                }
            }
        }
    }

    private Optional<ArchiveBuilder> builder(String name) {
        return surroundings.builders.stream()
                .filter(builder -> builder.accepts(name))
                .findFirst();
    }

    /** Returns whether a file is no archive, and what builds its archive is missing. */
    boolean lacksBuilder(String name) {
        return name.endsWith(SOURCE) && builder(name).isEmpty();
    }

    /**
     * Returns the plugin that a file is.
     *
     * @throws RefusedException if the file is no plugin
     */
    Identity identify(String name, Path file) {
        Optional<ArchiveBuilder> builder = builder(name);
        if (builder.isPresent()) {
            return builder.get().identify(file);
        }
        Archive archive = Archive.known(file, DeployFolder.NAME + name);
        return new Identity(archive.name(), archive.version());
    }

    /** Returns whether a file is what an archive was made of. */
    boolean isSame(String name, Path file, String version, Path archive) throws IOException {
        Optional<ArchiveBuilder> builder = builder(name);
        return builder.isPresent()
                ? builder.get().identify(file).version().equals(version)
                : Files.mismatch(file, archive) < 0;
    }

    /**
     * Returns the archive of a file.
     *
     * @throws RefusedException if it cannot be built
     */
    Built archive(String name, Path file) {
        Optional<ArchiveBuilder> builder = builder(name);
        if (builder.isEmpty()) {
            return new Built(file, false);
        }
        try {
            Built built = new Built(Files.createTempFile("bouquet-", ".jar"), true);
            try {
                builder.get().build(file, DeployFolder.NAME + name, built.path());
                return built;
            } catch (RuntimeException | Error e) {
                built.close();
                throw e;
            }
        } catch (IOException e) {
            throw Inspection.cannotStore(e);
        }
    }
}
