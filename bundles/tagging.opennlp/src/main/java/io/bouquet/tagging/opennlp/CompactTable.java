package io.bouquet.tagging.opennlp;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Reads the part of a maximum entropy model after its outcomes into the table of a {@link CompactModel}. */
final class CompactTable {
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    static final int SLOTS_AT = 0;
    static final int PARAMETERS_AT = 4;
    /** Bytes of the header: two numbers, and padding to align the slots with cache lines. */
    static final int HEADER = 16;

    static final int SLOT = 16;
    static final int PATTERN_IN_SLOT = 8;
    static final int PARAMETER_IN_SLOT = 12;

    /** Largest count that OpenNLP's own reader accepts. A damaged file may contain any number. */
    private static final int MOST = 10_000_000;

    private static final int SLOTS_FOR_THREE = 4;

    private CompactTable() {}

    /** @throws IOException if the model is damaged or does not fit into a table; then use OpenNLP's own form */
    static ByteBuffer read(DataInputStream model, int outcomes) throws IOException {
        List<int[]> patterns = patterns(model, outcomes);
        int predicates = count(model.readInt(), "predicates");
        long parameters = 0;
        long declared = 0;
        long numbers = 0;
        for (int[] pattern : patterns) {
            declared += pattern[0];
            parameters += (long) pattern[0] * (pattern.length - 1);
            numbers += pattern.length;
        }
        if (declared != predicates) {
            throw new IOException(predicates + " predicates, but patterns for " + declared);
        }
        int slots = Math.max(1, (int) ((long) predicates * SLOTS_FOR_THREE / 3 + 1));
        long size = HEADER + (long) slots * SLOT + parameters * Double.BYTES + numbers * Character.BYTES;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IOException("its table would have " + size + " bytes");
        }
        long[] hashes = new long[predicates];
        for (int i = 0; i < predicates; i++) {
            hashes[i] = hash(model.readUTF());
        }
        ByteBuffer table = ByteBuffer.allocate((int) size).order(ORDER);
        table.putInt(SLOTS_AT, slots);
        table.putInt(PARAMETERS_AT, (int) parameters);
        fill(table, slots, hashes, patterns, model);
        return table;
    }

    private static void fill(ByteBuffer table, int slots, long[] hashes, List<int[]> patterns, DataInputStream model)
            throws IOException {
        int firstParameter = HEADER + slots * SLOT;
        int firstNumber = firstParameter + table.getInt(PARAMETERS_AT) * Double.BYTES;
        int predicate = 0;
        int parameter = 0;
        int number = 0;
        for (int[] pattern : patterns) {
            int outcomes = pattern.length - 1;
            for (int i = 0; i < pattern[0]; i++) {
                long hash = hashes[predicate++];
                int free = find(table, slots, hash);
                if (free >= 0) {
                    throw new IOException("two of its predicates have the hash " + Long.toHexString(hash));
                }
                int slot = ~free;
                table.putLong(slot, hash);
                table.putInt(slot + PATTERN_IN_SLOT, number);
                table.putInt(slot + PARAMETER_IN_SLOT, parameter);
                for (int k = 0; k < outcomes; k++) {
                    table.putDouble(firstParameter + parameter++ * Double.BYTES, model.readDouble());
                }
            }
            table.putChar(firstNumber + number++ * Character.BYTES, (char) outcomes);
            for (int k = 1; k <= outcomes; k++) {
                table.putChar(firstNumber + number++ * Character.BYTES, (char) pattern[k]);
            }
        }
    }

    /** Reads the patterns. Each has the number of its predicates, then its outcomes. */
    private static List<int[]> patterns(DataInputStream model, int outcomes) throws IOException {
        int count = count(model.readInt(), "patterns");
        List<int[]> patterns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringTokenizer words = new StringTokenizer(model.readUTF(), " ");
            int[] pattern = new int[words.countTokens()];
            for (int k = 0; k < pattern.length; k++) {
                pattern[k] = number(words.nextToken());
                if (k > 0 && pattern[k] >= outcomes) {
                    throw new IOException("a pattern has the outcome " + pattern[k] + " of " + outcomes);
                }
            }
            if (pattern.length == 0 || pattern.length > Character.MAX_VALUE) {
                throw new IOException("a pattern of " + pattern.length + " numbers");
            }
            patterns.add(pattern);
        }
        return patterns;
    }

    private static int number(String word) throws IOException {
        try {
            return count(Integer.parseInt(word), "predicates of a pattern");
        } catch (NumberFormatException damaged) {
            throw new IOException("a pattern has '" + word + "' for a number", damaged);
        }
    }

    static int count(int number, String what) throws IOException {
        if (number < 0 || number > MOST) {
            throw new IOException(number + " " + what);
        }
        return number;
    }

    /** Returns the position of the slot with a hash, or the complement of the free slot for it. */
    static int find(ByteBuffer table, int slots, long hash) {
        int index = (int) ((hash >>> 32) * slots >>> 32);
        while (true) {
            int slot = HEADER + index * SLOT;
            long found = table.getLong(slot);
            if (found == hash) {
                return slot;
            }
            if (found == 0) {
                return ~slot;
            }
            index++;
            if (index == slots) {
                index = 0;
            }
        }
    }

    /** Returns the hash of a predicate; never 0, which marks a free slot. */
    static long hash(String predicate) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < predicate.length(); i++) {
            hash = (hash ^ predicate.charAt(i)) * 0x100000001b3L;
            hash ^= hash >>> 29;
        }
        hash *= 0x9e3779b97f4a7c15L;
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        return hash == 0 ? 1 : hash;
    }
}
