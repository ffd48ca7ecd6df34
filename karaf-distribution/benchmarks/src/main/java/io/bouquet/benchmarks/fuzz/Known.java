package io.bouquet.benchmarks.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names and ids that answers had, so that requests can name what exists: the newest few of each collection. */
final class Known {
    private static final int SLOTS = 8;
    private static final List<String> MEMBERS = List.of("id", "name");

    private final Map<String, Deque<String>> values = new TreeMap<>();

    /** @param path template of the operation that answered */
    void learn(String path, JsonNode answer) {
        if (answer.isObject()) {
            for (String member : MEMBERS) {
                if (answer.path(member).isTextual()) {
                    add(collection(path), answer.path(member).asText());
                }
            }
        }
        if (answer.isContainerNode()) {
            answer.forEach(one -> {
                if (one.isArray() || answer.isArray()) {
                    learn(path, one);
                }
            });
        }
    }

    /** A value for the first parameter of a path; the slot is chosen by chance, its content depends on the platform. */
    Optional<String> pick(String path, Chance chance) {
        int slot = chance.below(SLOTS);
        List<String> here = List.copyOf(values.getOrDefault(collection(path), new ArrayDeque<>()));
        return here.isEmpty() ? Optional.empty() : Optional.of(here.get(slot % here.size()));
    }

    private void add(String collection, String value) {
        Deque<String> slots = values.computeIfAbsent(collection, one -> new ArrayDeque<>());
        slots.remove(value);
        slots.addLast(value);
        if (slots.size() > SLOTS) {
            slots.removeFirst();
        }
    }

    private static String collection(String path) {
        // the protocol lists its models in another place
        return path.startsWith("/v2/") ? "/v2/models" : path.replaceFirst("/\\{.*", "");
    }
}
