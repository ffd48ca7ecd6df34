package io.bouquet.web.binding.internal;

import java.lang.reflect.Array;

/** The values of primitive types where there is none. */
final class Primitives {
    private Primitives() {}

    /** Returns 0 or false. */
    static Object zero(Class<?> primitive) {
        return Array.get(Array.newInstance(primitive, 1), 0);
    }
}
