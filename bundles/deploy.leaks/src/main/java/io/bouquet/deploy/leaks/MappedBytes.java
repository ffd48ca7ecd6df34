package io.bouquet.deploy.leaks;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** Reads big-endian, unsigned numbers from a memory-mapped file of any size. For one thread. */
final class MappedBytes {
    private static final int CHUNK_BITS = 30;
    private static final long CHUNK = 1L << CHUNK_BITS;
    /** Bytes by which each chunk overlaps the next, so that each number is completely in one chunk. */
    private static final int OVERLAP = 8;

    private final long length;
    private final MappedByteBuffer[] chunks;

    MappedBytes(FileChannel file) throws IOException {
        length = file.size();
        chunks = new MappedByteBuffer[(int) ((length + CHUNK - 1) >> CHUNK_BITS)];
        for (int i = 0; i < chunks.length; i++) {
            long from = i * CHUNK;
            chunks[i] = file.map(FileChannel.MapMode.READ_ONLY, from, Math.min(CHUNK + OVERLAP, length - from));
        }
    }

    long length() {
        return length;
    }

    int u1(long at) {
        return chunk(at).get(within(at)) & 0xFF;
    }

    int u2(long at) {
        return chunk(at).getShort(within(at)) & 0xFFFF;
    }

    long u4(long at) {
        return chunk(at).getInt(within(at)) & 0xFFFF_FFFFL;
    }

    long u8(long at) {
        return chunk(at).getLong(within(at));
    }

    byte[] read(long at, int count) {
        byte[] read = new byte[count];
        for (int i = 0; i < count; i++) {
            read[i] = (byte) u1(at + i);
        }
        return read;
    }

    private MappedByteBuffer chunk(long at) {
        return chunks[(int) (at >> CHUNK_BITS)];
    }

    private static int within(long at) {
        return (int) (at & (CHUNK - 1));
    }
}
