package io.bouquet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsWhatIsNested() {
        Object read = Json.read(" {\"a\": {\"b\": [1, \"x\\n\\u00e9\", true, null, {}]}, \"c\": -2.5e1} ");
        assertThat(Json.number(read, "c")).isEqualTo(-25);
        List<?> list = Json.list(read, "a", "b");
        assertThat(list).hasSize(5);
        assertThat(list.get(0)).isEqualTo(1);
        assertThat(list.get(1)).isEqualTo("x\né");
        assertThat(list.get(2)).isEqualTo(true);
        assertThat(Json.string(read, "a", "nothing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1", "{\"a\" 1}", "[1,]", "[1 2]", "{} {}", "\"x", "nul", "{\"a\":1,}"})
    void refusesWhatIsNotWhole(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
