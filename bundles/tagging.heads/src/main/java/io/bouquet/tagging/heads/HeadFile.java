package io.bouquet.tagging.heads;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The contents of a head's file. The file has a magic number, the version of the format, a checksum, and then, deflated,
 * properties, labels, word lists, transitions and the network with weights of two bytes.
 *
 * @param kind        what the head does, such as {@code sentiment}
 * @param encoder     id of the encoder whose vectors it judges
 * @param dimension   numbers of a vector
 * @param properties  further values by name
 * @param labels      names of the answers
 * @param words       lists of words in lower case, by name
 * @param transitions scores of neighbouring answers; empty if they are independent
 */
record HeadFile(
        String kind,
        String encoder,
        int dimension,
        Map<String, String> properties,
        List<String> labels,
        Map<String, List<String>> words,
        float[] transitions,
        Network network) {
    private static final int MAGIC = 0x42714864; // BqHd
    private static final int VERSION = 1;
    private static final int MOST_ENTRIES = 1 << 20;
    private static final int MOST_BYTES = 1 << 26;

    byte[] bytes() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(body))) {
                out.writeUTF(kind);
                out.writeUTF(encoder);
                out.writeInt(dimension);
                out.writeInt(properties.size());
                for (Map.Entry<String, String> property : new TreeMap<>(properties).entrySet()) {
                    out.writeUTF(property.getKey());
                    out.writeUTF(property.getValue());
                }
                write(labels, out);
                out.writeInt(words.size());
                for (Map.Entry<String, List<String>> list : new TreeMap<>(words).entrySet()) {
                    out.writeUTF(list.getKey());
                    write(new TreeSet<>(list.getValue()), out);
                }
                out.writeInt(transitions.length);
                for (float score : transitions) {
                    out.writeShort(HalfFloat.of(score));
                }
                network.write(out);
            }
            CRC32 checksum = new CRC32();
            checksum.update(body.toByteArray());
            DataOutputStream out = new DataOutputStream(file);
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt((int) checksum.getValue());
            body.writeTo(out);
        } catch (IOException inMemory) {
            throw new IllegalStateException(inMemory);
        }
        return file.toByteArray();
    }

    private static void write(Collection<String> strings, DataOutputStream out) throws IOException {
        out.writeInt(strings.size());
        for (String string : strings) {
            out.writeUTF(string);
        }
    }

    /** @throws IOException if the bytes are no head, or a damaged one; the message says which */
    static HeadFile read(byte[] bytes) throws IOException {
        if (bytes.length < 12) {
            throw new IOException("it has " + bytes.length + " bytes, too few for a head");
        }
        DataInputStream start = new DataInputStream(new ByteArrayInputStream(bytes));
        if (start.readInt() != MAGIC) {
            throw new IOException("it is no file of a head");
        }
        int version = start.readInt();
        if (version != VERSION) {
            throw new IOException(
                    "it has version " + version + " of the format, but this platform reads version " + VERSION);
        }
        CRC32 checksum = new CRC32();
        int expected = start.readInt();
        checksum.update(bytes, 12, bytes.length - 12);
        if ((int) checksum.getValue() != expected) {
            throw new IOException("it is damaged: its checksum differs");
        }
        try (DataInputStream in = new DataInputStream(new Bounded(new InflaterInputStream(start), MOST_BYTES))) {
            String kind = in.readUTF();
            String encoder = in.readUTF();
            int dimension = in.readInt();
            Map<String, String> properties = new LinkedHashMap<>();
            for (int i = count(in); i > 0; i--) {
                properties.put(in.readUTF(), in.readUTF());
            }
            List<String> labels = strings(in);
            Map<String, List<String>> words = new LinkedHashMap<>();
            for (int i = count(in); i > 0; i--) {
                words.put(in.readUTF(), strings(in));
            }
            float[] transitions = new float[count(in)];
            for (int i = 0; i < transitions.length; i++) {
                transitions[i] = HalfFloat.toFloat(in.readShort());
            }
            return new HeadFile(kind, encoder, dimension, properties, labels, words, transitions, Network.read(in));
        }
    }

    /** Refuses a head whose network does not fit its labels and its inputs. */
    void requireSizes(int inputs, int outputs) throws IOException {
        if (network.inputs != inputs || network.outputs != outputs) {
            throw new IOException("its network has " + network.inputs + " inputs and " + network.outputs
                    + " outputs, but its encoder and labels need " + inputs + " and " + outputs);
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_ENTRIES) {
            throw new IOException("it has a list of " + count + " entries");
        }
        return count;
    }

    private static List<String> strings(DataInputStream in) throws IOException {
        List<String> strings = new ArrayList<>();
        for (int i = count(in); i > 0; i--) {
            strings.add(in.readUTF());
        }
        return strings;
    }

    /** Ends a stream that inflates to more than a head can have. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InflaterInputStream in, long most) {
            super(in);
            left = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            took(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] target, int at, int length) throws IOException {
            int read = super.read(target, at, length);
            took(Math.max(0, read));
            return read;
        }

        private void took(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("it inflates to more than " + MOST_BYTES + " bytes");
            }
        }
    }
}
