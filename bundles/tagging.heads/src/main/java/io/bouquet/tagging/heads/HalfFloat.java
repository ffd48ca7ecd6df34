package io.bouquet.tagging.heads;

/** Numbers in two bytes (IEEE 754 binary16), without subnormal ones, which become 0. */
final class HalfFloat {
    private static final float LARGEST = 65_504f;
    private static final float SMALLEST = 0x1p-14f;
    /** Difference of the exponents' biases, at the place of the exponent. */
    private static final int BIAS = 112 << 10;

    private HalfFloat() {}

    static short of(float number) {
        float size = Math.min(LARGEST, Math.abs(number));
        if (!(size >= SMALLEST)) {
            return 0;
        }
        int rounded = (Float.floatToIntBits(size) + 0xfff + (Float.floatToIntBits(size) >>> 13 & 1)) >>> 13;
        return (short) ((number < 0 ? 0x8000 : 0) | Math.min(0x7bff, rounded - BIAS));
    }

    static float toFloat(short half) {
        int size = half & 0x7fff;
        return size == 0 ? 0 : Float.intBitsToFloat((half & 0x8000) << 16 | size + BIAS << 13);
    }
}
