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
 * The data of a model.
 *
 * @param file  model file for OpenNLP: the complete model, or a model without predicates if they are in the table
 * @param table table for a {@link CompactModel}, if the model has a compact form
 */
record ModelSource(byte[] file, Optional<ByteBuffer> table) {
    private static final String MODEL = ".model";
    /** The first bytes of a maximum entropy model, as {@link DataOutputStream#writeUTF} writes them. */
    private static final byte[] MAXENT = "\0\3GIS".getBytes(StandardCharsets.US_ASCII);

    /** A fixed time, so that the compact form of a model is reproducible. */
    private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final int BUFFER = 1 << 16;

    static ModelSource plain(byte[] file) {
        return new ModelSource(file, Optional.empty());
    }

    /**
     * Reads the compact form of a model directly, without creating OpenNLP's objects.
     *
     * @throws IOException if the file is damaged or has no compact form; then let OpenNLP read it
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

    /** Copies the outcomes to the file, and reads the rest into a table. */
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

    /**
     * Returns the compact model with the outcomes of the model that OpenNLP has read; empty if there is no compact
     * form. Calls the supplier only if there is one.
     */
    Optional<MaxentModel> compactFor(Supplier<MaxentModel> withoutPredicates) {
        return table.map(parameters -> {
            MaxentModel read = withoutPredicates.get();
            String[] outcomes = new String[read.getNumOutcomes()];
            Arrays.setAll(outcomes, read::getOutcome);
            return new CompactModel(outcomes, parameters);
        });
    }
}
