package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestTimeout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeoutTest {
    @Test
    void readsSeconds() {
        assertThat(RequestTimeout.of(null)).isZero();
        assertThat(RequestTimeout.of("2.5")).isEqualTo(Duration.ofMillis(2_500));
        assertThat(RequestTimeout.of(" 30 ")).isEqualTo(Duration.ofSeconds(30));
        assertThat(RequestTimeout.of("0.000000001")).isEqualTo(Duration.ofNanos(1));
        assertThat(RequestTimeout.of("999999999")).isEqualTo(Duration.ofSeconds(999_999_999));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-1",
                "+1",
                "1e3",
                "NaN",
                "Infinity",
                "1,5",
                ".5",
                "5.",
                "0x1p3",
                "1000000000",
                "5s",
                "0",
                "0.0"
            })
    void refusesWhatIsNoNumberOfSeconds(String value) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> RequestTimeout.of(value));
        assertThat(refused.status()).isEqualTo(422);
        FieldError error = refused.errors().get(0);
        assertThat(error.loc()).isEqualTo(List.of("header", "Request-Timeout"));
        assertThat(error.type())
                .isEqualTo(value.startsWith("0") && !value.contains("x") ? "greater_than" : "float_parsing");
        assertThat(error.input()).isEqualTo(value);
    }
}
