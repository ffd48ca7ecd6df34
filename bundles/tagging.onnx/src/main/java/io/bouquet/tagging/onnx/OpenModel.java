package io.bouquet.tagging.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A model of word pieces that is loaded: its session, its tokenizer and its runners. Thread-safe. */
final class OpenModel implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPieceTokenizer tokenizer;
    private final SequenceSettings settings;
    private final Batcher batcher;
    private final String output;
    private volatile int columns;

    private OpenModel(
            String name,
            OrtEnvironment environment,
            OrtSession session,
            WordPieceTokenizer tokenizer,
            SequenceSettings settings,
            EngineSettings engine,
            Runnable onIdle)
            throws IOException {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
        this.settings = settings;
        try {
            requireInputs(session);
            output = output(session, settings.rank());
        } catch (OrtException unreadable) {
            throw Sessions.unusable(unreadable);
        }
        batcher = new Batcher(name, engine, this::run, onIdle);
    }

    /** @throws IOException if the files cannot be used; the message is for the author of the model */
    static OpenModel open(
            String name,
            OpenFile model,
            OpenFile tokenizer,
            SequenceSettings settings,
            EngineSettings engine,
            Runnable onIdle)
            throws IOException {
        WordPieceTokenizer pieces;
        try (InputStream in = tokenizer.open()) {
            pieces = WordPieceTokenizer.read(in.readAllBytes());
        } catch (IOException wrong) {
            throw new IOException("its tokenizer cannot be used: " + wrong.getMessage(), wrong);
        }
        OrtSession session = null;
        try {
            session = Sessions.open(model, engine.threads(), settings.states());
            OpenModel open = new OpenModel(name, Natives.environment(), session, pieces, settings, engine, onIdle);
            session = null;
            return open;
        } finally {
            if (session != null) {
                Sessions.close(session);
            }
        }
    }

    private static void requireInputs(OrtSession session) throws OrtException, IOException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        if (!inputs.containsKey(IDS) || !INPUTS.containsAll(inputs.keySet())) {
            throw new IOException(
                    "it has the inputs " + new TreeSet<>(inputs.keySet()) + ", but a model with a tokenizer"
                            + " has input_ids, and may have attention_mask and token_type_ids");
        }
        for (NodeInfo input : inputs.values()) {
            ValueInfo info = input.getInfo();
            if (!(info instanceof TensorInfo tensor)
                    || tensor.type != OnnxJavaType.INT64
                    || tensor.getShape().length != 2) {
                throw new IOException("its input '" + input.getName() + "' is " + info
                        + ", but must be a tensor of int64 with the dimensions text and piece");
            }
        }
    }

    /** Returns the name of the output that has the vectors. */
    private static String output(OrtSession session, int rank) throws OrtException, IOException {
        List<String> found = new ArrayList<>();
        for (NodeInfo node : session.getOutputInfo().values()) {
            ValueInfo info = node.getInfo();
            if (info instanceof TensorInfo tensor
                    && tensor.type == OnnxJavaType.FLOAT
                    && tensor.getShape().length == rank) {
                return node.getName();
            }
            found.add(node.getName() + " " + info);
        }
        throw new IOException("it has no output of float with " + rank + " dimensions ("
                + (rank == 2 ? "text, label" : "text, piece, number") + "), but: " + String.join(", ", found));
    }

    WordPieceTokenizer tokenizer() {
        return tokenizer;
    }

    Batcher batcher() {
        return batcher;
    }

    /** Numbers of a vector; known after the first run. */
    int columns() {
        return columns;
    }

    /** Whether the model gives a vector for each piece. */
    boolean hasPieces() {
        return settings.rank() == 3;
    }

    /** Number of pieces of the text in a window. */
    int piecesIn(Sequence window) {
        return window.ids.length - tokenizer.before().length - tokenizer.after().length;
    }

    /** Returns the windows of a text. */
    List<Sequence> windows(int text, WordPieces pieces) {
        int room = settings.maxPieces() - tokenizer.before().length - tokenizer.after().length;
        List<Sequence> windows = new ArrayList<>(1);
        int begin = 0;
        while (true) {
            int end = Math.min(pieces.size(), begin + room);
            windows.add(new Sequence(text, begin, framed(Arrays.copyOfRange(pieces.ids(), begin, end))));
            if (end == pieces.size()) {
                return windows;
            }
            begin = end - Math.min(settings.overlap(), room / 2);
        }
    }

    private long[] framed(long[] ids) {
        long[] before = tokenizer.before();
        long[] after = tokenizer.after();
        long[] framed = Arrays.copyOf(before, before.length + ids.length + after.length);
        System.arraycopy(ids, 0, framed, before.length, ids.length);
        System.arraycopy(after, 0, framed, before.length + ids.length, after.length);
        return framed;
    }

    /** Returns what a window gave. */
    Output output(Sequence window) {
        float[] values = window.values;
        if (values == null) {
            throw new IllegalStateException("the window has not run");
        }
        int size = columns;
        float[] pooled = Arrays.copyOfRange(values, window.offset, window.offset + size);
        if (!hasPieces()) {
            return new Output(pooled, new float[0], 0, size);
        }
        if (settings.pooling() == Pooling.MEAN) {
            int rows = window.ids.length;
            for (int row = 1; row < rows; row++) {
                int from = window.offset + row * size;
                for (int c = 0; c < size; c++) {
                    pooled[c] += values[from + c];
                }
            }
            for (int c = 0; c < size; c++) {
                pooled[c] /= rows;
            }
        }
        float[] states = window.states;
        return new Output(
                pooled, states == null ? values : states, window.offset + tokenizer.before().length * size, size);
    }

    /**
     * Runs the model with the largest id of the tokenizer and with a full window.
     *
     * @return numbers of a vector
     * @throws IOException if one of them fails
     */
    int check() throws IOException {
        long largest = tokenizer.largestId();
        runAlone(
                new long[] {largest},
                "its tokenizer does not fit: it has ids up to " + largest + ", and the model fails with that");
        int room = settings.maxPieces() - tokenizer.before().length - tokenizer.after().length;
        long[] full = new long[Math.max(1, room)];
        Arrays.fill(full, largest);
        runAlone(full, "it fails with a window of " + settings.maxPieces() + " pieces; set a smaller one with window=");
        return columns;
    }

    private void runAlone(long[] ids, String fault) throws IOException {
        try {
            run(List.of(new Sequence(0, 0, framed(ids))));
        } catch (OrtException failure) {
            throw new IOException(fault + " (" + Sessions.reason(failure) + ")", failure);
        }
    }

    private void run(List<Sequence> batch) throws OrtException {
        int rows = batch.size();
        int length = 0;
        for (Sequence sequence : batch) {
            length = Math.max(length, sequence.ids.length);
        }
        long[] ids = new long[rows * length];
        long[] mask = new long[rows * length];
        for (int i = 0; i < rows; i++) {
            long[] row = batch.get(i).ids;
            System.arraycopy(row, 0, ids, i * length, row.length);
            Arrays.fill(mask, i * length, i * length + row.length, 1);
        }
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            long[] shape = {rows, length};
            for (String input : session.getInputNames()) {
                long[] values = input.equals(IDS) ? ids : input.equals(MASK) ? mask : new long[rows * length];
                inputs.put(input, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
            }
            Set<String> wanted = settings.states().isEmpty() ? Set.of(output) : Set.of(output, settings.states());
            try (OrtSession.Result result = session.run(inputs, wanted)) {
                give(batch, length, (OnnxTensor) result.get(output).orElseThrow());
                if (!settings.states().isEmpty()) {
                    giveStates(batch, (OnnxTensor) result.get(settings.states()).orElseThrow());
                }
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private void give(List<Sequence> batch, int length, OnnxTensor tensor) throws OrtException {
        long[] shape = tensor.getInfo().getShape();
        boolean fits = shape[0] == batch.size() && (!hasPieces() || shape[1] == length);
        if (!fits) {
            throw new OrtException("its output '" + output + "' has the shape " + Arrays.toString(shape) + " for "
                    + batch.size() + " texts of " + length + " pieces");
        }
        int size = (int) shape[shape.length - 1];
        columns = size;
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = buffer.array();
        int row = size * (hasPieces() ? length : 1);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).values = values;
            batch.get(i).offset = i * row;
        }
    }

    private void giveStates(List<Sequence> batch, OnnxTensor tensor) throws OrtException {
        float[] states = tensor.getFloatBuffer().array();
        for (Sequence sequence : batch) {
            float[] values = sequence.values;
            if (values == null || values.length != states.length) {
                throw new OrtException("its value '" + settings.states() + "' has the shape "
                        + Arrays.toString(tensor.getInfo().getShape()) + ", not that of '" + output + "'");
            }
            sequence.states = states;
        }
    }

    @Override
    public void close() {
        batcher.close();
        Sessions.close(session);
        tokenizer.close();
    }
}
