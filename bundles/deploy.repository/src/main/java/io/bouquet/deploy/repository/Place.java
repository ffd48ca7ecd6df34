package io.bouquet.deploy.repository;

import io.bouquet.common.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Where the files of a repository are. Thread-safe. */
interface Place {
    /**
     * Opens a file.
     *
     * @param path plain path, relative to the place
     * @return empty if there is no such file
     */
    Optional<InputStream> open(String path) throws IOException, RepositoryException;

    /** Whether the files are on this machine. */
    boolean isHere();

    /** Returns the names of the files and folders in a folder; empty if the place cannot list them. */
    List<String> list(String folder) throws IOException, RepositoryException;

    /** Returns what identifies the content of a file without reading it; the empty string if nothing does. */
    String stamp(String path) throws IOException, RepositoryException;

    /** Returns a folder or URL for people. */
    String text();

    /** Reads a small file. */
    default Optional<byte[]> read(String path, int most) throws IOException, RepositoryException {
        Optional<InputStream> file = open(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = file.get()) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new RepositoryException("its file " + path + " has more than " + ByteSize.text(most));
            }
            return Optional.of(content);
        }
    }

    /** Copies a file. Stops at the first byte beyond the limit. */
    default long copy(String path, OutputStream to, long most) throws IOException, RepositoryException {
        try (InputStream in = open(path)
                .orElseThrow(() -> new RepositoryException("its file " + path + " is missing in " + text()))) {
            byte[] buffer = new byte[1 << 16];
            long copied = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copied += read;
                if (copied > most) {
                    throw new RepositoryException("its file " + path + " has more than " + ByteSize.text(most));
                }
                to.write(buffer, 0, read);
            }
            return copied;
        }
    }
}
