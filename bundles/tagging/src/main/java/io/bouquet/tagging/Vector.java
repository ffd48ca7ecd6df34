package io.bouquet.tagging;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The numbers that a model made of a text, such as its embedding. Immutable.
 *
 * <p>A compressed vector has one byte for each number and one scale for all: 127 steps to the largest absolute number,
 * so each number is at most 0.4 % of that off.
 */
public final class Vector {
    /** The vector of an annotation that has none. */
    public static final Vector NONE = new Vector(new float[0], new byte[0], 0);

    private static final int STEPS = 127;

    /** The numbers; empty if they are compressed. */
    private final float[] numbers;

    private final byte[] steps;
    private final float scale;

    private Vector(float[] numbers, byte[] steps, float scale) {
        this.numbers = numbers;
        this.steps = steps;
        this.scale = scale;
    }

    public static Vector of(float... numbers) {
        return numbers.length == 0 ? NONE : new Vector(numbers.clone(), new byte[0], 0);
    }

    /** Returns a compressed vector of these numbers. */
    public static Vector compressed(float... numbers) {
        if (numbers.length == 0) {
            return NONE;
        }
        float most = 0;
        for (float number : numbers) {
            most = Math.max(most, Math.abs(number));
        }
        float scale = most / STEPS;
        byte[] steps = new byte[numbers.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = scale == 0 ? 0 : (byte) Math.round(numbers[i] / scale);
        }
        return new Vector(new float[0], steps, scale);
    }

    /** Number of numbers. */
    public int size() {
        return Math.max(numbers.length, steps.length);
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public float get(int index) {
        return steps.length == 0 ? numbers[index] : steps[index] * scale;
    }

    /** Returns the numbers as a list, which JSON has as an array. */
    public List<Float> toList() {
        return IntStream.range(0, size()).mapToObj(this::get).toList();
    }

    /** Returns the numbers as a new array. */
    public float[] toArray() {
        float[] copy = new float[size()];
        copyTo(copy, 0);
        return copy;
    }

    /** Copies the numbers into {@code target}, from the index {@code at} on. */
    public void copyTo(float[] target, int at) {
        if (steps.length == 0) {
            System.arraycopy(numbers, 0, target, at, numbers.length);
        } else {
            for (int i = 0; i < steps.length; i++) {
                target[at + i] = steps[i] * scale;
            }
        }
    }

    /**
     * Returns the cosine of the angle between two vectors, −1..1; 0 if one of them has no direction.
     *
     * @throws IllegalArgumentException if the vectors differ in size
     */
    public double cosine(Vector other) {
        if (size() != other.size()) {
            throw new IllegalArgumentException(
                    "a vector of " + size() + " numbers is compared with one of " + other.size());
        }
        double dot = 0;
        double mine = 0;
        double theirs = 0;
        for (int i = 0; i < size(); i++) {
            double a = get(i);
            double b = other.get(i);
            dot += a * b;
            mine += a * a;
            theirs += b * b;
        }
        return mine == 0 || theirs == 0 ? 0 : Math.max(-1, Math.min(1, dot / Math.sqrt(mine * theirs)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vector vector
                && Arrays.equals(numbers, vector.numbers)
                && Arrays.equals(steps, vector.steps)
                && Float.compare(scale, vector.scale) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(steps);
    }

    /** Returns the size and the first numbers. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder(size() + " numbers");
        for (int i = 0; i < Math.min(3, size()); i++) {
            shown.append(i == 0 ? ": " : ", ").append(get(i));
        }
        return shown.append(size() > 3 ? ", …" : "").toString();
    }
}
