package io.bouquet.tagging.gist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph of words whose edges count how often two words are near each other. For one thread. */
final class WordGraph {
    private static final double DAMPING = 0.85;
    private static final int ROUNDS = 40;
    private static final double PRECISION = 1e-6;

    private final int window;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Map<Integer, Integer>> edges = new ArrayList<>();
    private final List<Double> bias = new ArrayList<>();
    /** Words and gaps of the last window: ids, and −1 for gaps. */
    private final int[] last;

    private int position;

    WordGraph(int window) {
        this.window = window;
        this.last = new int[window];
    }

    /** Adds the next word of the text. */
    void add(String word) {
        int id = ids.computeIfAbsent(word, key -> {
            edges.add(new HashMap<>());
            bias.add(0.0);
            return edges.size() - 1;
        });
        for (int i = Math.max(0, position - window + 1); i < position; i++) {
            int other = last[i % window];
            if (other >= 0 && other != id) {
                edges.get(id).merge(other, 1, Integer::sum);
                edges.get(other).merge(id, 1, Integer::sum);
            }
        }
        bias.set(id, bias.get(id) + 1.0 / (position + 1));
        last[position++ % window] = id;
    }

    /** Adds a word of the text that has no vote. */
    void skip() {
        last[position++ % window] = -1;
    }

    /** Returns the share of votes of each word. */
    Map<String, Double> ranks() {
        int size = edges.size();
        double total = bias.stream().mapToDouble(Double::doubleValue).sum();
        double[] weights = new double[size];
        double[] ranks = new double[size];
        for (int i = 0; i < size; i++) {
            weights[i] =
                    edges.get(i).values().stream().mapToInt(Integer::intValue).sum();
            ranks[i] = 1.0 / size;
        }
        for (int round = 0; round < ROUNDS; round++) {
            Words.checkDeadline();
            double[] next = new double[size];
            double change = 0;
            for (int i = 0; i < size; i++) {
                next[i] = (1 - DAMPING) * bias.get(i) / total;
                for (Map.Entry<Integer, Integer> edge : edges.get(i).entrySet()) {
                    next[i] += DAMPING * ranks[edge.getKey()] * edge.getValue() / weights[edge.getKey()];
                }
                change += Math.abs(next[i] - ranks[i]);
            }
            ranks = next;
            if (change < PRECISION) {
                break;
            }
        }
        Map<String, Double> byWord = new HashMap<>();
        for (Map.Entry<String, Integer> word : ids.entrySet()) {
            byWord.put(word.getKey(), ranks[word.getValue()]);
        }
        return byWord;
    }
}
