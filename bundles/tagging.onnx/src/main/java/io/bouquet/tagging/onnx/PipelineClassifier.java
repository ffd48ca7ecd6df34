package io.bouquet.tagging.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline of scikit-learn in ONNX: its input is a column of strings, its outputs are a label and the probabilities of
 * all labels. Callers run it in their own threads.
 */
final class PipelineClassifier implements TextClassifier {
    /** Texts in one run. */
    private static final int BATCH = 256;

    private final OpenFile model;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    /** Guarded by lock, as are the following. */
    private @Nullable OrtSession session;

    private List<String> labels;
    private String input = "";
    private int dimensions;
    private String probabilities = "";

    /** @param labels names of the labels; empty to take those of the model */
    PipelineClassifier(OpenFile model, List<String> labels) {
        this.model = model;
        this.labels = labels;
    }

    @Override
    public void check() throws IOException {
        lock.writeLock().lock();
        try {
            OrtSession opened = Sessions.open(model, 1, "");
            session = opened;
            readInput(opened);
            readOutputs(opened);
            Object scores = first(opened);
            if (scores instanceof Map<?, ?> byLabel) {
                if (labels.isEmpty()) {
                    labels = new TreeMap<>(byLabel)
                            .keySet().stream().map(String::valueOf).toList();
                }
                Scores.requireLabels(byLabel.size(), labels);
            } else {
                float[] row = (float[]) scores;
                if (labels.isEmpty()) {
                    throw new IOException("it gives " + row.length
                            + " probabilities without names: add labels=<name,name,…> in the order of the model");
                }
                Scores.requireLabels(row.length, labels);
            }
        } catch (OrtException unusable) {
            throw Sessions.unusable(unusable);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void readInput(OrtSession opened) throws OrtException, IOException {
        Map<String, NodeInfo> inputs = opened.getInputInfo();
        NodeInfo only = inputs.values().iterator().next();
        if (inputs.size() != 1
                || !(only.getInfo() instanceof TensorInfo tensor)
                || tensor.type != OnnxJavaType.STRING
                || tensor.getShape().length > 2) {
            throw new IOException("it has the inputs " + inputs.values()
                    + ", but a model without a tokenizer has one column of strings; add tokenizer=<path> for others");
        }
        input = only.getName();
        dimensions = tensor.getShape().length;
    }

    private void readOutputs(OrtSession opened) throws OrtException, IOException {
        for (NodeInfo output : opened.getOutputInfo().values()) {
            boolean maps = output.getInfo() instanceof SequenceInfo sequence && sequence.sequenceOfMaps;
            boolean rows = output.getInfo() instanceof TensorInfo tensor
                    && tensor.type == OnnxJavaType.FLOAT
                    && tensor.getShape().length == 2;
            if (maps || rows) {
                probabilities = output.getName();
                return;
            }
        }
        throw new IOException("it has the outputs " + opened.getOutputInfo().values()
                + ", but none with the probabilities of labels as a tensor of float or a sequence of maps");
    }

    private Object first(OrtSession opened) throws OrtException, IOException {
        return run(opened, List.of("a text")).get(0);
    }

    @Override
    public List<String> labels() {
        lock.readLock().lock();
        try {
            return labels;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<double[]> classify(List<String> texts) {
        lock.readLock().lock();
        try {
            OrtSession opened = session;
            if (opened == null) {
                throw new IllegalStateException("the model is closed");
            }
            List<double[]> all = new ArrayList<>(texts.size());
            for (int begin = 0; begin < texts.size(); begin += BATCH) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted: the request's time is up");
                }
                for (Object scores : run(opened, texts.subList(begin, Math.min(texts.size(), begin + BATCH)))) {
                    all.add(scores(scores));
                }
            }
            return all;
        } catch (OrtException failure) {
            throw new IllegalStateException("the model cannot run (" + Sessions.reason(failure) + ")", failure);
        } catch (IOException unavailable) {
            throw new IllegalStateException(unavailable.getMessage(), unavailable);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Returns a row of numbers or a map of labels for each text. */
    private List<Object> run(OrtSession opened, List<String> texts) throws OrtException, IOException {
        String[] rows = texts.toArray(String[]::new);
        Object column = rows;
        if (dimensions == 2) {
            String[][] cells = new String[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                cells[i] = new String[] {rows[i]};
            }
            column = cells;
        }
        try (OnnxTensor tensor = OnnxTensor.createTensor(Natives.environment(), column);
                OrtSession.Result result = opened.run(Map.of(input, tensor), Set.of(probabilities))) {
            List<Object> scores = new ArrayList<>(rows.length);
            OnnxValue value = result.get(0);
            if (value instanceof OnnxSequence sequence) {
                for (OnnxValue row : sequence.getValue()) {
                    scores.add(((OnnxMap) row).getValue());
                    row.close();
                }
            } else {
                scores.addAll(List.of((float[][]) value.getValue()));
            }
            return scores;
        }
    }

    private double[] scores(Object row) {
        double[] scores = new double[labels.size()];
        if (row instanceof Map<?, ?> byLabel) {
            List<Object> inOrder = new ArrayList<>(new TreeMap<>(byLabel).values());
            for (int i = 0; i < scores.length; i++) {
                scores[i] = Scores.bounded(((Number) inOrder.get(i)).doubleValue());
            }
        } else {
            float[] values = (float[]) row;
            for (int i = 0; i < scores.length; i++) {
                scores[i] = Scores.bounded(values[i]);
            }
        }
        return scores;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (session != null) {
                Sessions.close(session);
                session = null;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
