package io.bouquet.tagging.opennlp;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Reads the part of a maximum entropy model after its outcomes into the table of a {@link CompactModel}. */
final class CompactTable {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int SLOTS_AT = 0;
    private static final int PARAMETERS_AT = 4;
    /** Bytes of the header: two numbers, and padding to align the slots with cache lines. */
    private static final int HEADER = 16;

    static final int SLOT = 16;
    private static final int LONGS_IN_SLOT = 2;

    /** Largest count that OpenNLP's own reader accepts. A damaged file may contain any number. */
    private static final int MOST = 10_000_000;

    private static final int SLOTS_FOR_THREE = 4;

    private CompactTable() {}

    /** @throws IOException if the model is damaged or does not fit into a table; then use OpenNLP's own form */
    static ByteBuffer read(DataInputStream model, int outcomes) throws IOException {
        List<int[]> patterns = readPatterns(model, outcomes);
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
        fill(table, hashes, patterns, model);
        return table;
    }

    /** Returns the slots of a table: for each the hash of a predicate, or 0, and its two indexes. */
    static LongBuffer slots(ByteBuffer table) {
        return view(table, HEADER, slotsIn(table) * SLOT).asLongBuffer();
    }

    /** Returns the parameters of a table, those of a predicate beside each other. */
    static DoubleBuffer parameters(ByteBuffer table) {
        return view(table, parametersAt(table), parametersIn(table) * Double.BYTES)
                .asDoubleBuffer();
    }

    /** Returns the patterns of a table: for each the number of its outcomes, then the outcomes. */
    static CharBuffer patterns(ByteBuffer table) {
        int at = parametersAt(table) + parametersIn(table) * Double.BYTES;
        return view(table, at, table.capacity() - at).asCharBuffer();
    }

    /** Returns the index of the first number of a pattern, from the second number of a slot. */
    static int pattern(long indexes) {
        return (int) indexes;
    }

    /** Returns the index of the first parameter, from the second number of a slot. */
    static int parameter(long indexes) {
        return (int) (indexes >>> Integer.SIZE);
    }

    private static int slotsIn(ByteBuffer table) {
        return table.duplicate().order(ORDER).getInt(SLOTS_AT);
    }

    private static int parametersIn(ByteBuffer table) {
        return table.duplicate().order(ORDER).getInt(PARAMETERS_AT);
    }

    private static int parametersAt(ByteBuffer table) {
        return HEADER + slotsIn(table) * SLOT;
    }

    private static ByteBuffer view(ByteBuffer table, int at, int length) {
        return table.slice(at, length).order(ORDER);
    }

    private static void fill(ByteBuffer table, long[] hashes, List<int[]> patterns, DataInputStream model)
            throws IOException {
        LongBuffer slots = slots(table);
        DoubleBuffer parameters = parameters(table);
        CharBuffer numbers = patterns(table);
        int predicate = 0;
        for (int[] pattern : patterns) {
            for (int i = 0; i < pattern[0]; i++) {
                long hash = hashes[predicate++];
                int free = find(slots, hash);
                if (free >= 0) {
                    throw new IOException("two of its predicates have the hash " + Long.toHexString(hash));
                }
                slots.put(~free, hash);
                slots.put(~free + 1, (long) parameters.position() << Integer.SIZE | numbers.position());
                for (int k = 1; k < pattern.length; k++) {
                    parameters.put(model.readDouble());
                }
            }
            numbers.put((char) (pattern.length - 1));
            for (int k = 1; k < pattern.length; k++) {
                numbers.put((char) pattern[k]);
            }
        }
    }

    /** Reads the patterns. Each has the number of its predicates, then its outcomes. */
    private static List<int[]> readPatterns(DataInputStream model, int outcomes) throws IOException {
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

    /** Returns the index of the slot with a hash, or the complement of the free slot for it. */
    static int find(LongBuffer slots, long hash) {
        int count = slots.capacity() / LONGS_IN_SLOT;
        int slot = (int) ((hash >>> 32) * count >>> 32) * LONGS_IN_SLOT;
        while (true) {
            long found = slots.get(slot);
            if (found == hash) {
                return slot;
            }
            if (found == 0) {
                return ~slot;
            }
            slot += LONGS_IN_SLOT;
            if (slot == slots.capacity()) {
                slot = 0;
            }
        }
    }

    /** Returns the hash of a predicate; never 0, which marks a free slot. */
    static long hash(String predicate) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < predicate.length(); i++) {
            hash = (hash ^ predicate.charAt(i)) * 0x100000001b3L;
        }
        hash *= 0x9e3779b97f4a7c15L;
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        return hash == 0 ? 1 : hash;
    }
}
