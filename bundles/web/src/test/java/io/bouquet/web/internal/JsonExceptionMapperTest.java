package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bouquet.common.json.BundleJson;
import org.junit.jupiter.api.Test;

class JsonExceptionMapperTest {
    @Test
    void namesNoClassForTextAfterTheValue() {
        JsonProcessingException e = catchThrowableOfType(
                JsonProcessingException.class, () -> BundleJson.strict().build().readTree("{\"a\":1} {}"));
        Problem problem = JsonExceptionMapper.problem(e);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail())
                .isEqualTo("the body is not JSON: line 1, column 9:"
                        + " Trailing token (of type START_OBJECT) found after value");
    }
}
