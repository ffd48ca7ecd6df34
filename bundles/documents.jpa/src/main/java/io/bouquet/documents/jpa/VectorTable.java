package io.bouquet.documents.jpa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of one encoder in memory, one byte for each number. A search compares with all of them; 100,000 of 384
 * numbers take 40 MB. Thread-safe.
 */
final class VectorTable {
    private static final int STEPS = 127;

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    /** A vector of length 1, as steps and their scale. */
    record Row(String id, byte[] steps, float scale) {
        float[] numbers() {
            float[] numbers = new float[steps.length];
            for (int i = 0; i < steps.length; i++) {
                numbers[i] = steps[i] * scale;
            }
            return numbers;
        }
    }

    record Hit(String id, double similarity) {}

    /** Returns the row of a vector, whatever its length. */
    static Row row(String id, float[] numbers) {
        double length = 0;
        float most = 0;
        for (float number : numbers) {
            length += (double) number * number;
            most = Math.max(most, Math.abs(number));
        }
        byte[] steps = new byte[numbers.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = most == 0 ? 0 : (byte) Math.round(numbers[i] / most * STEPS);
        }
        return new Row(id, steps, length == 0 ? 0 : (float) (most / STEPS / Math.sqrt(length)));
    }

    synchronized void put(Row row) {
        Integer place = places.putIfAbsent(row.id(), rows.size());
        if (place == null) {
            rows.add(row);
        } else {
            rows.set(place, row);
        }
    }

    synchronized void remove(String id) {
        Integer place = places.remove(id);
        if (place != null) {
            Row last = rows.remove(rows.size() - 1);
            if (place < rows.size()) {
                rows.set(place, last);
                places.put(last.id(), place);
            }
        }
    }

    synchronized void clear() {
        rows.clear();
        places.clear();
    }

    synchronized @Nullable Row get(String id) {
        Integer place = places.get(id);
        return place == null ? null : rows.get(place);
    }

    synchronized int size() {
        return rows.size();
    }

    synchronized List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Returns the most similar vectors with at least this similarity, the most similar first. */
    List<Hit> search(float[] numbers, double least, int limit) {
        Row wanted = row("", numbers);
        PriorityQueue<Hit> best =
                new PriorityQueue<>((one, other) -> Double.compare(one.similarity(), other.similarity()));
        for (Row row : rows()) {
            double similarity = similarity(wanted, row);
            if (similarity >= least
                    && (best.size() < limit || similarity > best.element().similarity())) {
                best.add(new Hit(row.id(), similarity));
                if (best.size() > limit) {
                    best.remove();
                }
            }
        }
        List<Hit> sorted = new ArrayList<>(best);
        sorted.sort((one, other) -> Double.compare(other.similarity(), one.similarity()));
        return sorted;
    }

    private static double similarity(Row one, Row other) {
        if (one.steps().length != other.steps().length) {
            return -1;
        }
        int dot = 0;
        for (int i = 0; i < one.steps().length; i++) {
            dot += one.steps()[i] * other.steps()[i];
        }
        return Math.max(-1, Math.min(1, (double) dot * one.scale() * other.scale()));
    }
}
