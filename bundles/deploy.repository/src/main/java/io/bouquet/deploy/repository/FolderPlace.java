package io.bouquet.deploy.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder on this machine. */
record FolderPlace(Path folder) implements Place {
    @Override
    public Optional<InputStream> open(String path) throws IOException, RepositoryException {
        requireFolder();
        Path file = inside(path);
        return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
    }

    private void requireFolder() throws RepositoryException {
        if (!Files.isDirectory(folder)) {
            throw new RepositoryException("there is no folder " + folder + " on the machine of the platform");
        }
    }

    /** Returns a path in the folder. Links must not lead out of it. */
    private Path inside(String path) throws IOException, RepositoryException {
        Path file = folder.resolve(path).normalize();
        if (!file.startsWith(folder)
                || Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && !file.toRealPath().startsWith(folder.toRealPath())) {
            throw new RepositoryException("its file " + path + " is outside of " + folder);
        }
        return file;
    }

    @Override
    public boolean isHere() {
        return true;
    }

    @Override
    public List<String> list(String path) throws IOException, RepositoryException {
        requireFolder();
        Path inside = path.isEmpty() ? folder : inside(path);
        if (!Files.isDirectory(inside)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(inside)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public String stamp(String path) throws IOException, RepositoryException {
        Path file = inside(path);
        return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    }

    @Override
    public String text() {
        return folder.toString();
    }
}
