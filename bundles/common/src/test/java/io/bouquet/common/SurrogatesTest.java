package io.bouquet.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SurrogatesTest {
    @Test
    void findsTheFirstOneWithoutItsOtherHalf() {
        assertThat(Surrogates.firstUnpaired("a😀b")).isEqualTo(-1);
        assertThat(Surrogates.firstUnpaired("a😀\ud800")).isEqualTo(3);
        assertThat(Surrogates.firstUnpaired("\ude00\ud83d")).isZero();
    }
}
