package io.bouquet.tagging.onnx;

import java.util.Locale;

/** How the vector of a text is made of the vectors of its pieces. */
public enum Pooling {
    /** The vector of the first special piece. */
    CLS,
    /** The mean of all pieces. */
    MEAN;

    static Pooling of(String name) {
        for (Pooling pooling : values()) {
            if (pooling.id().equals(name)) {
                return pooling;
            }
        }
        throw new IllegalArgumentException("the pooling '" + name + "' is neither cls nor mean");
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
