package io.bouquet.deploy.repository;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.repository.Index.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A folder into which archives are published, with its index. For one process at a time. */
public final class PublishedFolder {
    private final Path folder;
    private final Optional<PrivateKey> key;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final Optional<Instant> before;

    /**
     * Reads the index of a folder, if there is one.
     *
     * @param key key that signs the index; empty for an index without a signature
     * @throws RepositoryException if the index cannot be continued: it is damaged, or signed with another key
     */
    public PublishedFolder(Path folder, Optional<PrivateKey> key) throws IOException, RepositoryException {
        this.folder = folder;
        this.key = key;
        Path file = folder.resolve(Index.FILE);
        if (!Files.exists(file)) {
            before = Optional.empty();
            return;
        }
        byte[] json = Files.readAllBytes(file);
        requireOwn(json);
        Index index = Index.read(json);
        before = Optional.of(index.at());
        for (Entry entry : index.plugins()) {
            if (Files.isRegularFile(folder.resolve(entry.file()), LinkOption.NOFOLLOW_LINKS)) {
                entries.add(entry);
            } else {
                removed.add(entry.plugin().name() + " " + entry.plugin().version());
            }
        }
    }

    /** Signing an index that somebody else has changed would make the change look like the publisher's. */
    private void requireOwn(byte[] json) throws IOException, RepositoryException {
        Path signature = folder.resolve(Index.SIGNATURE);
        if (!Files.exists(signature)) {
            return;
        }
        if (key.isEmpty()) {
            throw new RepositoryException("the index of " + folder + " is signed; give its key with --key");
        }
        if (!SigningKeys.verifies(SigningKeys.publicOf(key.get()), json, Files.readAllBytes(signature))) {
            throw new RepositoryException("the index of " + folder
                    + " is not signed with this key, or was changed since. If its content is right, delete " + signature
                    + " and try again");
        }
    }

    /** Returns the versions whose archives are missing in the folder. They leave the index. */
    public List<String> removed() {
        return List.copyOf(removed);
    }

    /**
     * Copies an archive into the folder.
     *
     * @param replace whether the archive may replace another build of the same version
     * @return the name of its file; empty if the same file is there already
     */
    public Optional<String> add(Path archive, ArchiveSummary summary, boolean replace)
            throws IOException, RepositoryException {
        String sha256 = sha256(archive);
        String file = summary.name() + "-" + summary.version() + (summary.format() == Format.KAR ? ".kar" : ".jar");
        Entry entry;
        try {
            entry = new Entry(file, Files.size(archive), sha256, summary);
        } catch (IllegalArgumentException e) {
            throw new RepositoryException(archive + " cannot be published: " + e.getMessage());
        }
        Optional<Entry> there = entries.stream()
                .filter(one -> one.plugin().name().equals(summary.name())
                        && one.plugin().version().equals(summary.version()))
                .findFirst();
        boolean same = there.isPresent() && there.get().sha256().equals(sha256);
        if (there.isPresent() && !same && !replace) {
            throw new RepositoryException(folder + " has another build of " + summary.name() + " " + summary.version()
                    + "; raise the version, or replace that build with --replace");
        }
        there.ifPresent(entries::remove);
        entries.add(entry);
        Files.createDirectories(folder);
        Path to = folder.resolve(file);
        if (!archive.toAbsolutePath().normalize().equals(to.toAbsolutePath().normalize())) {
            Path part = folder.resolve(file + ".part");
            Files.copy(archive, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        }
        return same ? Optional.empty() : Optional.of(file);
    }

    /** Writes the index, and its signature if there is a key. */
    public Index write() throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant made = before.filter(last -> !now.isAfter(last))
                .map(last -> last.plusMillis(1))
                .orElse(now);
        entries.sort(Comparator.comparing(Entry::file));
        Index index = new Index(Index.FORMAT, made.toString(), entries);
        byte[] json = index.write();
        Files.createDirectories(folder);
        if (key.isPresent()) {
            move(Index.SIGNATURE, SigningKeys.sign(key.get(), json));
        }
        move(Index.FILE, json);
        return index;
    }

    private void move(String name, byte[] content) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.write(part, content);
        Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
