package io.bouquet.tagging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class VectorTest {
    @Test
    void keepsItsNumbersWhateverTheCallerDoesWithTheArray() {
        float[] numbers = {1, -2.5f, 3};
        Vector vector = Vector.of(numbers);
        numbers[0] = 7;
        vector.toArray()[1] = 7;

        assertArrayEquals(new float[] {1, -2.5f, 3}, vector.toArray());
        assertEquals(Vector.of(1, -2.5f, 3), vector);
        assertEquals(List.of(1f, -2.5f, 3f), vector.toList());
        assertEquals("3 numbers: 1.0, -2.5, 3.0", vector.toString());
    }

    @Test
    void losesLittleWhenItIsCompressed() {
        Vector vector = Vector.compressed(0.5f, -1, 0.123f, 0);

        assertArrayEquals(new float[] {0.5f, -1, 0.123f, 0}, vector.toArray(), 0.004f);
        assertEquals(vector, Vector.compressed(0.5f, -1, 0.123f, 0));
        assertNotEquals(vector, Vector.of(0.5f, -1, 0.123f, 0));
        assertArrayEquals(new float[2], Vector.compressed(0, 0).toArray());
    }

    @Test
    void measuresAngles() {
        assertEquals(1, Vector.of(1, 2).cosine(Vector.of(2, 4)), 1e-9);
        assertEquals(0, Vector.of(1, 0).cosine(Vector.of(0, 3)), 1e-9);
        assertEquals(-1, Vector.of(1, 0).cosine(Vector.compressed(-3, 0)), 1e-6);
        assertEquals(0, Vector.of(0, 0).cosine(Vector.of(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> Vector.of(1).cosine(Vector.of(1, 2)));
    }

    @Test
    void isNoneWithoutNumbers() {
        assertSame(Vector.NONE, Vector.of());
        assertSame(Vector.NONE, Vector.compressed());
    }
}
