package io.bouquet.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file as the answer of a REST resource. Only a small part of it is in memory at a time. The platform answers ranges and
 * conditional requests, and sets {@code Content-Disposition}, {@code Content-Type}, {@code ETag} and {@code Last-Modified}. A
 * resource may also return a {@link Path} or a {@link java.io.File}; browsers show it if the method produces a certain type,
 * and save it otherwise.
 */
public final class Download {
    /** Opens the content; the platform closes it. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    private final Content content;
    private final long length;
    private final @Nullable String name;
    private final @Nullable String type;
    private final @Nullable String tag;
    private final @Nullable Instant modified;
    private final boolean isInline;

    private Download(
            Content content,
            long length,
            @Nullable String name,
            @Nullable String type,
            @Nullable String tag,
            @Nullable Instant modified,
            boolean isInline) {
        this.content = content;
        this.length = length;
        this.name = name;
        this.type = type;
        this.tag = tag;
        this.modified = modified;
        this.isInline = isInline;
    }

    /**
     * Returns a file of this machine, with its name, and with a tag made of its length and the time of its last change.
     *
     * @throws NoSuchFileException if it is no file; the platform answers 404
     */
    public static Download of(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (!found.isRegularFile()) {
            throw new NoSuchFileException(file.toString());
        }
        Instant modified = found.lastModifiedTime().toInstant();
        String tag = Long.toHexString(found.size()) + "-" + Long.toHexString(modified.getEpochSecond()) + "."
                + Integer.toHexString(modified.getNano());
        return of(found.size(), () -> Files.newInputStream(file))
                .named(file.getFileName().toString())
                .tag(tag)
                .modified(modified);
    }

    public static Download of(byte[] bytes) {
        return of(bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /** @param length number of bytes, which must be right */
    public static Download of(long length, Content content) {
        if (length < 0) {
            throw new IllegalArgumentException("a download of " + length + " bytes is not possible");
        }
        return new Download(content, length, null, null, null, null, false);
    }

    /** Proposes a name to save the file under; it may have any characters. */
    public Download named(String proposed) {
        return new Download(content, length, proposed, type, tag, modified, isInline);
    }

    /** Sets the media type; without it, the method's {@code @Produces} or the ending of the name decides. */
    public Download type(String mediaType) {
        return new Download(content, length, name, mediaType, tag, modified, isInline);
    }

    /** Sets a text that changes with each change of the content: the strong ETag, without quotes. */
    public Download tag(String version) {
        if (!version.matches("[!#-~]+")) {
            throw new IllegalArgumentException(
                    "'" + version + "' is no ETag; it needs visible ASCII characters without quotes");
        }
        return new Download(content, length, name, type, version, modified, isInline);
    }

    /** Sets the time of the last change. */
    public Download modified(Instant time) {
        return new Download(content, length, name, type, tag, time, isInline);
    }

    /** Lets a browser show the file instead of saving it. Do so only for content that you trust. */
    public Download inline() {
        return new Download(content, length, name, type, tag, modified, true);
    }

    public Content content() {
        return content;
    }

    /** Returns the number of bytes. */
    public long length() {
        return length;
    }

    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    /** Returns the ETag without quotes. */
    public Optional<String> tag() {
        return Optional.ofNullable(tag);
    }

    public Optional<Instant> modified() {
        return Optional.ofNullable(modified);
    }

    public boolean isInline() {
        return isInline;
    }
}
