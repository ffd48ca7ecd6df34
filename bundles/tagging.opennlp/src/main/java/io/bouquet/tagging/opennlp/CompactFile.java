package io.bouquet.tagging.opennlp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the compact form of one model in a memory-mapped file, so that later starts do not parse the model again. The
 * mapping is released when the tagger of the model is collected.
 */
final class CompactFile {
    private static final Logger log = LoggerFactory.getLogger(CompactFile.class);

    /** Identifies the file format. Files of other versions are not read. */
    private static final long FORMAT = 0x424f_5551_4d4f_4402L;

    private static final int DIGEST = 32;
    /** Size of the header: format, checksum of the rest, length of OpenNLP's part, padding, digest of the source. */
    private static final int HEADER = 24 + DIGEST + 8;

    private static final int CHECKED_FROM = 16;

    private static final int BUFFER = 1 << 16;
    private static final String UNFINISHED = ".part";

    /** Opens the original model in its bundle. */
    interface Source {
        InputStream open() throws IOException;
    }

    private final @Nullable Path file;
    private final Source source;
    /** Digest of the source; null before it was read. */
    private volatile byte @Nullable [] digest;

    /** Stores nothing if {@code file} is null. */
    CompactFile(@Nullable Path file, Source source) {
        this.file = file;
        this.source = source;
    }

    /** Loads the model from the file if the file is valid and belongs to this model, else from the source. */
    ModelSource load() throws IOException {
        if (file != null && Files.exists(file)) {
            byte[] known = digest;
            byte[] expected = known == null ? digest() : known;
            Optional<ModelSource> kept = read(file, expected);
            if (kept.isPresent()) {
                digest = expected;
                return kept.get();
            }
            Files.delete(file);
        }
        MessageDigest sum = sha256();
        ModelSource compact;
        try (InputStream in = new DigestInputStream(source.open(), sum)) {
            compact = ModelSource.compact(in);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | RuntimeException unfit) {
            log.debug("{} has no compact form", file, unfit);
            try (InputStream in = source.open()) {
                return ModelSource.plain(in.readAllBytes());
            }
        }
        return file == null ? compact : keep(file, compact, sum.digest());
    }

    private static ModelSource keep(Path file, ModelSource compact, byte[] digest) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            deleteUnfinished(folder, file);
            Path part = Files.createTempFile(folder, file.getFileName().toString(), UNFINISHED);
            write(part, compact, digest);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return read(file, digest).orElse(compact);
        } catch (IOException failure) {
            log.warn("The compact form of a model stays in memory, since {} cannot be written", file, failure);
            return compact;
        }
    }

    /** Deletes files that a killed process has left. */
    private static void deleteUnfinished(Path folder, Path file) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, file.getFileName() + "*" + UNFINISHED)) {
            for (Path part : parts) {
                Files.delete(part);
            }
        }
    }

    private static void write(Path part, ModelSource compact, byte[] digest) throws IOException {
        ByteBuffer table = compact.table().orElseThrow().duplicate().clear();
        int tableAt = tableAt(compact.file().length);
        ByteBuffer head = ByteBuffer.allocate(tableAt);
        head.putLong(FORMAT).position(CHECKED_FROM);
        head.putInt(compact.file().length).putInt(0).put(digest);
        head.position(HEADER).put(compact.file()).clear();
        CRC32C sum = new CRC32C();
        sum.update(head.duplicate().position(CHECKED_FROM));
        sum.update(table.duplicate());
        head.putLong(8, sum.getValue());
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            for (ByteBuffer piece : new ByteBuffer[] {head, table}) {
                while (piece.hasRemaining()) {
                    out.write(piece);
                }
            }
            out.force(true);
        }
    }

    private static Optional<ModelSource> read(Path file, byte[] digest) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(HEADER);
            fill(in, head);
            head.clear();
            byte[] of = new byte[DIGEST];
            head.get(24, of);
            if (head.getLong(0) != FORMAT || !Arrays.equals(of, digest) || head.getLong(8) != sum(in)) {
                log.info("{} is of another model, of another version or damaged; it is created again", file);
                return Optional.empty();
            }
            byte[] opennlp = new byte[head.getInt(CHECKED_FROM)];
            in.position(HEADER);
            fill(in, ByteBuffer.wrap(opennlp));
            int tableAt = tableAt(opennlp.length);
            ByteBuffer table = in.map(FileChannel.MapMode.READ_ONLY, tableAt, in.size() - tableAt);
            return Optional.of(new ModelSource(opennlp, Optional.of(table)));
        } catch (IOException unreadable) {
            log.info("{} cannot be read; it is created again", file, unreadable);
            return Optional.empty();
        }
    }

    /**
     * Reads the file for its checksum. Using the mapping would load all pages into the memory of the process too early.
     */
    private static long sum(FileChannel in) throws IOException {
        CRC32C sum = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocate(BUFFER);
        in.position(CHECKED_FROM);
        while (in.read(piece.clear()) >= 0) {
            sum.update(piece.flip());
        }
        return sum.getValue();
    }

    private static void fill(FileChannel in, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw new IOException("it ends after " + in.position() + " bytes");
            }
        }
    }

    /** Returns the position of the table, aligned so that no slot crosses a cache line. */
    private static int tableAt(int opennlp) {
        int end = HEADER + opennlp;
        return (end + CompactTable.SLOT - 1) / CompactTable.SLOT * CompactTable.SLOT;
    }

    private byte[] digest() throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(source.open(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
