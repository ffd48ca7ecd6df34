package io.bouquet.deploy.repository;

import io.bouquet.common.ByteSize;
import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Archives;
import io.bouquet.deploy.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;

/** Copies archives of a repository to this machine and verifies them. Thread-safe. */
record Fetcher(Place place, Archives archives) {
    /** A copy of an archive in a temporary file. */
    record Copy(Path path, long bytes, ArchiveSummary summary) {
        void delete() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                path.toFile().deleteOnExit();
            }
        }
    }

    /**
     * @param bytes     size; -1 if it is not known
     * @param algorithm algorithm of the checksum; the empty string for none
     * @param key       key of a signature beside the archive; empty for none
     * @throws RefusedException    if it is not the archive of a plugin
     * @throws RepositoryException if it is not what it should be
     */
    Copy copy(String path, long bytes, String algorithm, String checksum, Optional<PublicKey> key)
            throws IOException, RepositoryException {
        long most = archives.maxArchiveBytes();
        if (bytes > most) {
            throw new RepositoryException(path + " has " + ByteSize.text(bytes) + "; the limit is "
                    + ByteSize.text(most) + " (maxArchiveBytes in etc/io.bouquet.deploy.cfg)");
        }
        Path file = Files.createTempFile("bouquet-upload", path.endsWith(".kar") ? ".kar" : ".jar");
        boolean whole = false;
        try {
            MessageDigest digest = digest(algorithm.isEmpty() ? "SHA-256" : algorithm);
            long copied;
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                copied = place.copy(path, out, bytes < 0 ? most : bytes);
            }
            if (bytes >= 0 && copied != bytes) {
                throw new RepositoryException(path + " has " + copied + " bytes instead of " + bytes
                        + ": it was changed or cut off. It is not used");
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!algorithm.isEmpty() && !found.equals(checksum)) {
                throw new RepositoryException("the " + algorithm + " of " + path + " is " + found + " instead of "
                        + checksum + ": the archive was changed after it was published. It is not used");
            }
            if (key.isPresent()) {
                requireSigned(path, file, key.get());
            }
            Copy copy = new Copy(
                    file,
                    copied,
                    archives.summary(file, String.valueOf(Path.of(path).getFileName())));
            whole = true;
            return copy;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void requireSigned(String path, Path file, PublicKey key) throws IOException, RepositoryException {
        byte[] signature = place.read(path + ".sig", SigningKeys.SIGNATURE_BYTES)
                .orElseThrow(() -> new RepositoryException(
                        path + " is not signed: " + path + ".sig is missing, and the repository has a 'key'"));
        if (!SigningKeys.verifies(key, Files.readAllBytes(file), signature)) {
            throw new RepositoryException(
                    "the signature of " + path + " is not of the key in 'key'. The archive is not used");
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
