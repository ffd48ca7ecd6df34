package io.bouquet.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UlidTest {
    @Test
    void idsSortByTime() {
        assertThat(Ulid.next(1_000)).matches("[0-9a-z]{26}").isLessThan(Ulid.next(2_000));
        assertThat(Ulid.next(1_000)).isNotEqualTo(Ulid.next(1_000));
        assertThat(Ulid.millis(Ulid.next(1_767_225_600_123L))).isEqualTo(1_767_225_600_123L);
    }

    @Test
    void knowsWhatCanBeAnId() {
        assertThat(Ulid.fits(Ulid.next(1_000))).isTrue();
        assertThat(Ulid.fits("0123456789012345678901234\0")).isFalse();
        assertThat(Ulid.fits("")).isFalse();
    }
}
