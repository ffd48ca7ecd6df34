package io.bouquet.events.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
    private static EventLog log(Map<String, Object> settings) {
        return new EventLog(Configs.with(settings), "boot");
    }

    private static String text(@Nullable Event event) {
        return event == null ? "" : new String(event.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void writesAnEventAsClientsReadIt() {
        EventLog log = log(Map.of());
        Map<String, Object> data = new HashMap<>();
        data.put("name", "ä\n\"\uD83D");
        log.add("a/b", Set.of(), data);
        assertThat(text(log.after(0)))
                .matches(
                        "id: boot-1\nevent: a/b\ndata: \\{\"topic\":\"a/b\",\"at\":\"[0-9T:.Z-]+\",\"data\":\\{\"name\":\"ä\\\\n\\\\\"\\?\"}}\n\n");
    }

    @Test
    void keepsTheLatestEvents() {
        EventLog log = log(Map.of("keptEvents", 3));
        assertThat(log.after(0)).isNull();
        assertThat(log.first()).isEqualTo(1);
        for (int i = 1; i <= 5; i++) {
            log.add("t", Set.of(), Map.of("i", i));
        }
        assertThat(log.first()).isEqualTo(3);
        assertThat(log.last()).isEqualTo(5);
        List<Long> numbers = new ArrayList<>();
        for (Event next = log.after(0); next != null; next = log.after(next.number())) {
            numbers.add(next.number());
            assertThat(text(next)).contains("\"i\":" + next.number());
        }
        assertThat(numbers).containsExactly(3L, 4L, 5L);
    }

    @Test
    void keepsNoMoreBytesThanConfigured() {
        EventLog log = log(Map.of("keptBytes", 10_000));
        for (int i = 1; i <= 100; i++) {
            log.add("t", Set.of(), Map.of("text", "x".repeat(3_000)));
        }
        assertThat(log.last() - log.first() + 1).isEqualTo(3);
        log.add("t", Set.of(), Map.of("text", "x".repeat(20_000)));
        assertThat(log.first()).isEqualTo(log.last());
        assertThat(log.after(0)).isNotNull();
    }

    @Test
    void knowsItsOwnIdsOnly() {
        EventLog log = log(Map.of());
        log.add("t", Set.of(), Map.of());
        assertThat(log.number("boot-1")).isEqualTo(1);
        assertThat(log.number("boot-2")).isEqualTo(-1);
        assertThat(log.number("before-1")).isEqualTo(-1);
        assertThat(log.number("boot-x")).isEqualTo(-1);
        assertThat(log.number("")).isEqualTo(-1);
    }

    @Test
    void refusesDataThatAreNotJson() {
        EventLog log = log(Map.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.add("t", Set.of(), Map.of("log", log)))
                .withMessageContaining("io.bouquet.events.rest.EventLog");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.add("t", Set.of(), Map.of("text", "x".repeat(70_000))))
                .withMessageContaining("the limit is 65536");
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.add("t", Set.of(), Map.of("list", endless)))
                .withMessageContaining("deeper than 20");
        assertThat(log.last()).isZero();
    }

    @Test
    void bundlesUseTheirOwnTopics() {
        EventLog log = log(Map.of());
        BundleEvents plugin = new BundleEvents(log, "com.example.My_Review", false);
        plugin.publish("com.example.my-review", Map.of());
        plugin.publish("com.example.my-review/created", Set.of("editors"), Map.of("stars", 5));
        new BundleEvents(log, "io.bouquet.health", true).publish("health", Map.of());
        assertThat(log.last()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plugin.publish("health", Map.of()))
                .withMessageContaining("its topics begin with 'com.example.my-review'");
        assertThatIllegalArgumentException().isThrownBy(() -> plugin.publish("com.example.my-review-2", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "A", "a\nid: 7", "/a", "a/", "a//b", "ä"})
    void refusesTopicsThatAreNone(String topic) {
        BundleEvents platform = new BundleEvents(log(Map.of()), "io.bouquet.x", true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform.publish(topic, Map.of()))
                .withMessageContaining("'" + topic + "' is not one");
    }
}
