package io.bouquet.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.Bulkhead;
import io.bouquet.web.Departure;
import io.bouquet.web.Straggler;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrafficCommandTest {
    @Test
    void tellsTheLastMinuteFromAllThatWas() {
        TrafficCommand command = new TrafficCommand();
        Traffic traffic = new Traffic() {
            @Override
            public TrafficCounts now() {
                return counts(100, 10);
            }

            @Override
            public TrafficCounts before(Duration ago) {
                return counts(40, 0);
            }

            @Override
            public int inFlight() {
                return 3;
            }

            @Override
            public Departure departure(long bundleId) {
                return Departure.NONE;
            }

            @Override
            public List<Straggler> stillRunning() {
                return List.of();
            }
        };
        command.json = true;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        command.print(
                traffic,
                List.of(new Bulkhead("com.example.slow", 99, 45, 45, 7, 350)),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "\"requests\" : 100",
                        "\"lastMinute\" : 60",
                        "\"inFlight\" : 3",
                        "\"p99Millis\" : 1.0",
                        "com.example.slow",
                        "\"refused\" : 350");
    }

    private static TrafficCounts counts(long requests, long aMillisecond) {
        long[] durations = new long[TrafficCounts.BUCKETS];
        durations[TrafficCounts.bucket(1_000_000)] = aMillisecond;
        return new TrafficCounts(requests, 0, 0, 2, 4_000, durations);
    }
}
