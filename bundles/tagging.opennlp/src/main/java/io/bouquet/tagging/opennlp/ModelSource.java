package io.bouquet.tagging.opennlp;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import opennlp.tools.ml.model.MaxentModel;

/**
 * What a tagger's model is made of.
 *
 * @param file  for OpenNLP to read: the whole model, or one that has no predicates if these are in the table
 * @param table for a {@link CompactModel}, if the model has a compact form
 */
record ModelSource(byte[] file, Optional<ByteBuffer> table) {
    private static final String MODEL = ".model";
    /** How a maximum entropy model begins, in the form of {@link DataOutputStream#writeUTF}. */
    private static final byte[] MAXENT = "\0\3GIS".getBytes(StandardCharsets.US_ASCII);

    /** The same always, so that a model's compact form is the same. */
    private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final int BUFFER = 1 << 16;

    static ModelSource plain(byte[] file) {
        return new ModelSource(file, Optional.empty());
    }

    /**
     * Reads the model from its file, without OpenNLP's objects on the way.
     *
     * @throws IOException if the file is damaged, or has no compact form: OpenNLP is to read it as it is
     */
    static ModelSource compact(InputStream file) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        ByteBuffer table = null;
        ZipInputStream in = new ZipInputStream(file);
        try (ZipOutputStream out = new ZipOutputStream(rest)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(TIME);
                out.putNextEntry(copy);
                byte[] begin = in.readNBytes(MAXENT.length);
                out.write(begin);
                if (entry.getName().endsWith(MODEL) && Arrays.equals(begin, MAXENT)) {
                    if (table != null) {
                        throw new IOException("it has two maximum entropy models");
                    }
                    table = maxent(new DataInputStream(new BufferedInputStream(in, BUFFER)), new DataOutputStream(out));
                } else {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
        if (table == null) {
            throw new IOException("it has no maximum entropy model");
        }
        return new ModelSource(rest.toByteArray(), Optional.of(table));
    }

    /** Leaves the outcomes in the file, and makes a table of the rest. */
    private static ByteBuffer maxent(DataInputStream in, DataOutputStream out) throws IOException {
        out.writeInt(in.readInt());
        out.writeDouble(in.readDouble());
        int outcomes = CompactTable.count(in.readInt(), "outcomes");
        if (outcomes > Character.MAX_VALUE) {
            throw new IOException(outcomes + " outcomes");
        }
        out.writeInt(outcomes);
        for (int i = 0; i < outcomes; i++) {
            out.writeUTF(in.readUTF());
        }
        ByteBuffer table = CompactTable.read(in, outcomes);
        if (in.read() >= 0) {
            throw new IOException("there is more after the parameters");
        }
        // no patterns, no predicates
        out.writeInt(0);
        out.writeInt(0);
        return table;
    }

    InputStream open() {
        return new ByteArrayInputStream(file);
    }

    /** The whole model for the one that OpenNLP has read, if that lacks its predicates; asks for that only then. */
    Optional<MaxentModel> compactFor(Supplier<MaxentModel> withoutPredicates) {
        return table.map(parameters -> {
            MaxentModel read = withoutPredicates.get();
            String[] outcomes = new String[read.getNumOutcomes()];
            Arrays.setAll(outcomes, read::getOutcome);
            return new CompactModel(outcomes, parameters);
        });
    }
}
