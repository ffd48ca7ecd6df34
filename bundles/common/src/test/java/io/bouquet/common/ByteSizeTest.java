package io.bouquet.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0 kB",
                "999999|999 kB",
                "1250000|1.3 MB",
                "99900000|99.9 MB",
                "536870912|537 MB",
                "2000000000|2,000 MB"
            })
    void showsKilobytesAndMegabytes(long bytes, String text) {
        assertThat(ByteSize.text(bytes)).isEqualTo(text);
    }
}
