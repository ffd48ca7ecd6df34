package com.example.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.events.Events;
import io.bouquet.testkit.Client;
import io.bouquet.testkit.Components;
import io.bouquet.testkit.Services;
import io.bouquet.testkit.Socket;
import io.bouquet.testkit.StreamedAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CookbookTest {
    /** Keeps what is published. */
    private static final class Published implements Events {
        private final BlockingQueue<String> topics = new LinkedBlockingQueue<>();

        @Override
        public void publish(String topic, Map<String, ?> data) {
            topics.add(topic + " " + data);
        }

        @Override
        public void publish(String topic, Set<String> groups, Map<String, ?> data) {
            publish(topic, data);
        }
    }

    private static final Published EVENTS = new Published();

    @RegisterExtension
    static final Services SERVICES = Services.of(
            EVENTS,
            Heartbeat.class,
            Archivist.class,
            Tasks.class,
            Rates.class,
            RatesResource.class,
            Greeter.class,
            Bell.class,
            new Photos(),
            new Countdown(),
            new Timer(),
            new Headlines());

    @Test
    void isConfigured(Client client) {
        assertThat(client.get("/cookbook/greeting/Ada").text()).isEqualTo("Hello Ada!");
        Greeter twice = Components.create(
                Greeter.class, Components.config(Greeter.Config.class, Map.of("word", "Moin", "times", 2)));
        assertThat(twice.greet("Ada")).isEqualTo("Moin Moin Ada!");
        assertThatThrownBy(() ->
                        Components.create(Greeter.class, Components.config(Greeter.Config.class, Map.of("times", 0))))
                .hasMessage("times = 0 is not possible; set 1 or more");
    }

    @Test
    void countsSeconds() {
        Heartbeat heartbeat = new Heartbeat();
        heartbeat.run();
        heartbeat.run();
        assertThat(heartbeat.beats()).isEqualTo(2);
    }

    @Test
    void answersFirstAndFilesAfterwards() throws InterruptedException {
        Archivist archivist = new Archivist();
        archivist.file("one");
        archivist.stop();
        assertThat(archivist.filed()).containsExactly("one");
        assertThatThrownBy(() -> archivist.file("two"))
                .isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
    }

    @Test
    void takesPapers(Client client) {
        client.call("POST", "/cookbook/tasks")
                .body("text/plain", "a paper")
                .send()
                .expect(202);
        client.call("POST", "/cookbook/tasks").body("text/plain", " ").send().expect(422);
    }

    @Test
    void keepsRatesForAMinute(Client client) {
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        Clock[] now = {Clock.fixed(begin, ZoneOffset.UTC)};
        Rates rates = new Rates(new Clock() {
            @Override
            public Instant instant() {
                return now[0].instant();
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        });
        double rate = rates.of("EUR");
        assertThat(rates.of("EUR")).isEqualTo(rate);
        assertThat(rates.lookups()).isEqualTo(1);
        now[0] = Clock.offset(now[0], Duration.ofSeconds(61));
        assertThat(rates.of("EUR")).isEqualTo(rate);
        assertThat(rates.lookups()).isEqualTo(2);
        assertThat(client.get("/cookbook/rates/EUR").header("Cache-Control").orElseThrow())
                .contains("private", "max-age=60");
        assertThat(client.get("/cookbook/rates/euro").status()).isEqualTo(422);
    }

    @Test
    void sharesADictionary() {
        assertThat(new KitchenDictionary().meaning("Simmer")).contains("to cook just below boiling");
        assertThat(new KitchenDictionary().meaning("x")).isEmpty();
    }

    @Test
    void publishesAnEvent(Client client) throws InterruptedException {
        client.call("POST", "/cookbook/bell/soup").send().expect(204);
        assertThat(EVENTS.topics.poll(10, TimeUnit.SECONDS)).isEqualTo("com.example.cookbook/ready {dish=soup}");
    }

    @Test
    void takesAnUpload(Client client) {
        Photos.Photo photo = client.call("POST", "/cookbook/photos")
                .form("caption", "Soup")
                .file("photo", "soup.png", "image/png", new byte[20_000])
                .send()
                .expect(201)
                .as(Photos.Photo.class);
        assertThat(photo).isEqualTo(new Photos.Photo("Soup", "image/png", 20_000));
        assertThat(client.call("POST", "/cookbook/photos")
                        .form("caption", "Soup")
                        .file("photo", "soup.png", "image/png", new byte[5_000_001])
                        .send()
                        .status())
                .isEqualTo(413);
    }

    @Test
    void streamsLinesAndEvents(Client client) {
        try (StreamedAnswer stream = client.call("GET", "/cookbook/countdown/2").stream()) {
            assertThat(stream.lines(Countdown.Left.class))
                    .containsExactly(new Countdown.Left(2), new Countdown.Left(1), new Countdown.Left(0));
        }
        try (StreamedAnswer stream = client.call("GET", "/cookbook/countdown/1/events").stream()) {
            assertThat(stream.events()).hasSize(2);
        }
        assertThat(client.get("/cookbook/countdown/-1").status()).isEqualTo(422);
    }

    @Test
    void answersMessages(Client client) {
        try (Socket socket = client.socket("/cookbook/timer")) {
            socket.send("3");
            assertThat(socket.receive()).isEqualTo("180 s");
            socket.send("soon");
            assertThat(socket.closed()).startsWith("1008 ");
        }
    }

    @Test
    void findsHeadlinesWithALibrary(Client client) {
        assertThat(client.call("POST", "/cookbook/headlines")
                        .body("text/html", "<h1>Soup</h1><p>…<h2>Toast")
                        .send()
                        .list(String.class))
                .containsExactly("Soup", "Toast");
    }
}
