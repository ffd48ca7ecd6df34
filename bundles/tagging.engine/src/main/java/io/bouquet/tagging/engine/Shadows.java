package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Layers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the shadows of the current generation. A shadow may continue over several generations. */
final class Shadows {
    private volatile Map<String, Running> running = Map.of();

    private record Running(Generation.Shadowed pair, Shadow shadow) {}

    /** Starts new shadows, and stops those that the generation no longer has. */
    synchronized void follow(Generation generation, Duration limit) {
        Map<String, Running> before = running;
        if (before.isEmpty() && generation.shadowed().isEmpty()) {
            return;
        }
        Map<String, Running> now = new HashMap<>();
        generation.shadowed().forEach((name, pair) -> {
            Running known = before.get(name);
            now.put(name, known != null && known.pair().equals(pair) ? known : start(pair, limit));
        });
        running = now;
        List<Running> ended = new ArrayList<>(before.values());
        ended.removeAll(now.values());
        ended.forEach(one -> one.shadow().close());
    }

    private static Running start(Generation.Shadowed pair, Duration limit) {
        InstalledTagger candidate = pair.candidate();
        Step step = new Step(
                candidate, candidate.declaration(), candidate.declaration().produces());
        return new Running(
                pair, new Shadow(candidate.name(), pair.main().version(), candidate.version(), step::perform, limit));
    }

    void offer(Generation.Shadowed pair, AnnotatedText input, Layers made, long micros) {
        Running one = running.get(pair.main().name());
        if (one != null && one.pair().equals(pair)) {
            one.shadow().offer(input, made, micros);
        }
    }

    Optional<Comparison> comparison(String tagger) {
        @Nullable Running one = running.get(tagger);
        return Optional.ofNullable(one).map(it -> it.shadow().comparison());
    }

    synchronized void close() {
        running.values().forEach(one -> one.shadow().close());
        running = Map.of();
    }
}
