package io.bouquet.deploy.shell;

import io.bouquet.deploy.Download;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The archive that a command names.
 *
 * @param copy whether it is a temporary copy, which {@link #close} deletes
 */
record ArchiveFile(Path path, String origin, boolean copy) implements AutoCloseable {
    /** Whether an argument is a file or a URL: it has a slash or a colon, or ends as archives do. Else it is a name. */
    static boolean isFile(String named) {
        return named.contains("/")
                || named.contains("\\")
                || named.contains(":")
                || named.matches("(?i).+\\.(jar|kar)");
    }

    /** Returns a copy from a repository. */
    static ArchiveFile of(Download download) {
        return new ArchiveFile(download.path(), download.origin(), true);
    }

    /**
     * Returns the file, or a copy of what the URL points to.
     *
     * @param named a path, relative to the folder in which the platform was started; or a URL, such as {@code file:} or
     *              {@code mvn:}
     */
    static ArchiveFile of(String named) throws IOException {
        if (named.matches("[a-z]{2,}:.*") && !named.startsWith("file:")) {
            return fetch(named);
        }
        Path path = named.startsWith("file:") ? pathOf(named) : Path.of(named);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    "there is no file " + path.toAbsolutePath().normalize()
                            + " on the machine of the platform; give an absolute path, or a URL");
        }
        return new ArchiveFile(path, String.valueOf(path.getFileName()), false);
    }

    /** Returns the path in a {@code file:} URL. Accepts {@code file:a/b}, which is not a valid file URI. */
    private static Path pathOf(String url) {
        String rest = url.substring("file:".length());
        return rest.startsWith("//") ? Path.of(URI.create(url)) : Path.of(rest);
    }

    private static ArchiveFile fetch(String url) throws IOException {
        Path copy = Files.createTempFile("bouquet-archive", ".jar");
        try (InputStream in = new URL(url).openStream()) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return new ArchiveFile(copy, url, true);
        } catch (MalformedURLException e) {
            Files.delete(copy);
            throw new IllegalArgumentException("'" + url + "' is no URL that is known here: " + e.getMessage(), e);
        } catch (IOException e) {
            Files.delete(copy);
            throw new IllegalArgumentException("'" + url + "' cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (copy) {
            Files.deleteIfExists(path);
        }
    }
}
