package io.bouquet.training.internal;

import io.bouquet.tagging.model.LabelledText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labelled texts in two parts. The parts depend on the texts only, and labels are as frequent in one as in the other.
 *
 * @param training texts to train with
 * @param test     texts to measure the model with; empty if there are too few
 */
record HeldOut(List<LabelledText> training, List<LabelledText> test) {
    /** One text of so many is held out. */
    private static final int ONE_OF = 5;

    private static final int LEAST = 20;

    static HeldOut of(List<LabelledText> texts, String layer) {
        if (texts.size() < LEAST) {
            return new HeldOut(texts, List.of());
        }
        Map<String, List<LabelledText>> byLabel = new TreeMap<>();
        for (LabelledText text : texts) {
            String label = text.gold().get(layer).stream()
                    .findFirst()
                    .map(one -> one.label())
                    .orElse("");
            byLabel.computeIfAbsent(label, one -> new ArrayList<>()).add(text);
        }
        List<LabelledText> training = new ArrayList<>();
        List<LabelledText> test = new ArrayList<>();
        for (List<LabelledText> one : byLabel.values()) {
            one.sort(Comparator.comparingInt(
                            (LabelledText text) -> mixed(text.text().text()))
                    .thenComparing(text -> text.text().text()));
            for (int i = 0; i < one.size(); i++) {
                (i % ONE_OF == ONE_OF - 1 ? test : training).add(one.get(i));
            }
        }
        return new HeldOut(training, test);
    }

    /** Returns a number that looks random (the finaliser of MurmurHash 3). */
    private static int mixed(String text) {
        int hash = text.hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
