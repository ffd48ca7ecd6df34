package io.bouquet.tagging.heads;

import io.bouquet.tagging.Vector;

/** Checks that vectors are those that a head learned from. */
final class Vectors {
    private Vectors() {}

    /** @throws IllegalStateException if the vector is of another encoder or has another size */
    static void require(String encoder, int dimension, String madeBy, Vector vector) {
        if (!encoder.equals(madeBy)) {
            throw new IllegalStateException("the head was trained on vectors of the encoder '" + encoder
                    + "', but these are of '" + madeBy + "'; install that encoder, or train the head again");
        }
        if (vector.size() != dimension) {
            throw new IllegalStateException("the head was trained on vectors of " + dimension
                    + " numbers, but the encoder '" + madeBy + "' gave " + vector.size() + "; train the head again");
        }
    }
}
