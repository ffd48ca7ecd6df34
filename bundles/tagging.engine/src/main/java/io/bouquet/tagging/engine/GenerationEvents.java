package io.bouquet.tagging.engine;

import io.bouquet.events.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Publishes an event for each generation: its number, and the versions of each tagger that serve. */
final class GenerationEvents {
    static final String TOPIC = "generations";

    private GenerationEvents() {}

    static void publish(@Nullable Events events, Generation generation) {
        if (events == null) {
            return;
        }
        Map<String, List<String>> taggers = new TreeMap<>();
        generation.serving().forEach(tagger -> taggers.computeIfAbsent(tagger.name(), name -> new ArrayList<>())
                .add(tagger.version()));
        events.publish(TOPIC, Map.of("generation", generation.id(), "taggers", taggers));
    }
}
