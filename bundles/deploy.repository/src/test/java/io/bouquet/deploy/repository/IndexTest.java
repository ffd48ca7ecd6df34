package io.bouquet.deploy.repository;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it has no format",
                "'{' | is no JSON",
                "'[]' | no format",
                "'{\"format\": 2}' | upgrade the platform",
                "'{\"format\": 1, \"made\": \"x\", \"plugins\": []}' | is not a time",
                "'{\"format\": 1, \"made\": \"2026-01-01T00:00:00Z\"}' | plugins",
                "'{\"format\": 1, \"made\": \"2026-01-01T00:00:00Z\", \"plugins\": [null]}' | is wrong",
                "'{\"format\": 1, \"made\": \"2026-01-01T00:00:00Z\", \"plugins\": [{\"file\": \"a.jar\"}]}' | is wrong",
            })
    void saysWhatIsWrong(String json, String words) {
        assertThatThrownBy(() -> Index.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining(words);
    }
}
