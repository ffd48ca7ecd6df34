package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;

/** WebSockets of plugins: who may open them, their limits, and what a swap does to them. */
public class SocketIT extends PlatformTest {
    private static final String GREETINGS = "/greetings";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("This is version (\\S+)\\.$");
    private static final String HANDSHAKE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private static final JsonMapper JSON = new JsonMapper();

    private Bundle plugin;

    @Before
    public void install() throws Exception {
        plugin = context.installBundle("file:hello-socket.jar", new ByteArrayInputStream(jar("1.0.0")));
        plugin.start();
        await().atMost(SOON).until(() -> admin().get(GREETINGS).status() == 426);
    }

    @After
    public void remove() throws BundleException {
        if (plugin.getState() != Bundle.UNINSTALLED) {
            plugin.uninstall();
        }
    }

    /** The sample in another version. */
    private static byte[] jar(String version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(Sample.HELLO.jar()))) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> basic(String name, String password) {
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes()));
    }

    private SocketClient open(String path) throws IOException {
        return new SocketClient(nobody().base(), path, basic("admin", PASSWORD));
    }

    private ServiceRegistration<SocketEndpoint> serve(String path, SocketEndpoint endpoint, Map<String, ?> settings) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(SocketService.PREFIX_ + "path", path));
        settings.forEach((name, value) -> properties.put(SocketService.PREFIX_ + name, value));
        ServiceRegistration<SocketEndpoint> registration =
                context.registerService(SocketEndpoint.class, endpoint, properties);
        await().atMost(SOON).until(() -> admin().get(path).status() == 426);
        return registration;
    }

    @Test
    public void answersMessagesAndIsListed() throws IOException {
        SocketClient client = open(GREETINGS);
        client.send("Ada");
        assertThat(client.next()).isEqualTo("Hello, Ada! This is version 1.0.0.");
        client.send("Ä".repeat(400));
        assertThat(client.next()).startsWith("Hello, ÄÄ");
        client.send("a".repeat(1001));
        assertThat(client.next()).startsWith("closed 1009 ");
        assertThat(shell("route:list " + GREETINGS))
                .containsPattern(
                        "GET.*/greetings.*socket.*HelloSocket.*scope greetings.*com\\.example\\.hello-service");
    }

    @Test
    public void refusesHandshakesWithProblems() throws IOException {
        assertThat(refused(nobody(), GREETINGS, HANDSHAKE)).contains(" 401 ", "WWW-Authenticate: Basic");
        assertThat(refused(nobody().as("admin", "wrong"), GREETINGS, HANDSHAKE)).contains(" 401 ");
        assertThat(refused(admin(), GREETINGS, HANDSHAKE + "Origin: https://evil.example\r\n"))
                .contains(" 403 ");
        assertThat(refused(admin(), GREETINGS, HANDSHAKE + "Sec-Fetch-Site: cross-site\r\n"))
                .contains(" 403 ");
        assertThat(refused(admin(), GREETINGS, "Connection: close\r\n")).contains(" 426 ", "Upgrade: websocket");
        assertThat(refused(admin(), GREETINGS, HANDSHAKE.replace("13", "8")))
                .contains(" 426 ", "Sec-WebSocket-Version: 13");
        assertThat(refused(admin(), GREETINGS, HANDSHAKE.replace("AAAAAA", "A")))
                .contains(" 400 ");
        assertThat(refused(admin(), GREETINGS + "/below", HANDSHAKE)).contains(" 404 ");
        admin().post(GREETINGS, Map.of()).problem(405);
        try (Duplex same = admin().duplex(
                        "GET",
                        GREETINGS,
                        HANDSHAKE + "Origin: http://" + nobody().base().getAuthority() + "\r\n")) {
            assertThat(same.head()).contains(" 101 ", "Sec-WebSocket-Accept: ");
        }
    }

    private static String refused(Client client, String path, String headers) throws IOException {
        try (Duplex connection = client.duplex("GET", path, headers)) {
            assertThat(connection.head()).contains("application/problem+json", "X-Request-Id");
            return connection.head();
        }
    }

    @Test
    public void aTokenNeedsTheScopesOfTheEndpointAndWrite() throws IOException {
        assertThatThrownBy(() -> new SocketClient(nobody().base(), GREETINGS, bearer("read write")))
                .hasMessage("refused with 403");
        assertThatThrownBy(() -> new SocketClient(nobody().base(), GREETINGS, bearer("read greetings")))
                .hasMessage("refused with 403");
        SocketClient client = new SocketClient(nobody().base(), GREETINGS, bearer("write greetings"));
        client.send("token");
        assertThat(client.next()).startsWith("Hello, token!");
        client.close();
    }

    private Map<String, String> bearer(String scopes) {
        Matcher secret = Pattern.compile("bqt_\\S+").matcher(shell("account:token-create admin sockets " + scopes));
        assertThat(secret.find()).isTrue();
        return Map.of("Authorization", "Bearer " + secret.group());
    }

    @Test
    public void aPluginGetsNoPathOfThePlatform() throws InvalidSyntaxException {
        ServiceRegistration<SocketEndpoint> refused = context.registerService(
                SocketEndpoint.class,
                session -> text -> session.send(text),
                new Hashtable<>(Map.of(SocketService.PREFIX_ + "path", "/api/taggers")));
        try {
            assertThat(admin().get("/api/taggers").status()).isEqualTo(200);
            assertThat(contributions()).contains("the WebSocket /greetings works: open sockets: 0");
            assertThat(contributions())
                    .anyMatch(
                            text -> text.startsWith("the WebSocket /api/taggers does not work: paths of the platform"));
        } finally {
            refused.unregister();
        }
    }

    private List<String> contributions() throws InvalidSyntaxException {
        return context.getServiceReferences(ContributionStatus.class, null).stream()
                .map(context::getService)
                .flatMap(status -> Stream.of(plugin, context.getBundle())
                        .flatMap(bundle -> status.of(bundle.getBundleId()).stream()))
                .map(Contribution::text)
                .toList();
    }

    @Test
    public void annotatesATextWhileItIsTyped() throws IOException {
        SocketClient client = open("/api/annotate/live");
        List<Integer> ids = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            client.send("{\"id\":" + i + ",\"text\":\"" + "Tim Cook was in Berlin. ".substring(0, i % 23 + 1)
                    + "\",\"layers\":[\"entities\"],\"language\":\"en\"}");
        }
        JsonNode last = null;
        while (ids.size() < 30) {
            JsonNode answer = JSON.readTree(client.next());
            ids.add(answer.path("id").asInt());
            if (!answer.path("skipped").asBoolean()) {
                assertThat(answer.path("generation").path("id").asLong()).isPositive();
                last = answer;
            }
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(last.path("id").asInt()).isEqualTo(30);
        assertThat(last.path("layers").path("entities").path(0).path("text").asText())
                .startsWith("Tim");
        client.send("{\"id\":\"x\",\"text\":\"\"}");
        assertThat(client.next()).contains("\"id\":\"x\"", "string_too_short");
        client.close();
        assertThat(client.next()).startsWith("closed 1000");
    }

    @Test
    public void anAccountHasALimitedNumberOfSockets() throws Exception {
        Shell.run(context, "account:add --stdin many", PASSWORD + "\n");
        List<SocketClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                open.add(new SocketClient(nobody().base(), GREETINGS, basic("many", PASSWORD)));
            }
            assertThatThrownBy(() -> new SocketClient(nobody().base(), GREETINGS, basic("many", PASSWORD)))
                    .hasMessage("refused with 429");
            open.remove(0).close();
            await().atMost(SOON)
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> open.add(new SocketClient(nobody().base(), GREETINGS, basic("many", PASSWORD))));
        } finally {
            shell("account:remove many");
        }
        for (SocketClient client : open) {
            assertThat(client.next()).isEqualTo("closed 1008 the account was removed");
        }
    }

    @Test
    public void aHangingEndpointDelaysOnlyItself() throws IOException {
        CountDownLatch released = new CountDownLatch(1);
        ServiceRegistration<SocketEndpoint> hanging = serve(
                "/hanging",
                session -> text -> {
                    released.await();
                    return session.send(text);
                },
                Map.of());
        try {
            List<SocketClient> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                SocketClient client = open("/hanging");
                client.send("one");
                waiting.add(client);
            }
            SocketClient other = open(GREETINGS);
            other.send("Ada");
            assertThat(other.next()).startsWith("Hello, Ada!");
            released.countDown();
            for (SocketClient client : waiting) {
                assertThat(client.next()).isEqualTo("one");
            }
        } finally {
            released.countDown();
            hanging.unregister();
        }
    }

    @Test
    public void anIdleSocketIsClosed() throws IOException {
        ServiceRegistration<SocketEndpoint> idle =
                serve("/idle", session -> text -> session.send(text), Map.of("idleSeconds", 1));
        try {
            SocketClient client = open("/idle");
            client.send("one");
            assertThat(client.next()).isEqualTo("one");
            assertThat(client.next()).startsWith("closed 1001 there was no message for 1 s");
        } finally {
            idle.unregister();
        }
    }

    @Test
    public void aReaderThatReadsNothingIsDisconnected() throws Exception {
        CompletableFuture<Integer> sent = new CompletableFuture<>();
        ServiceRegistration<SocketEndpoint> pouring = serve(
                "/pouring",
                session -> {
                    int count = 0;
                    while (session.isOpen()) {
                        session.send("x".repeat(10_000));
                        count++;
                    }
                    sent.complete(count);
                    return text -> null;
                },
                Map.of());
        try (Duplex reads = admin().duplex("GET", "/pouring", HANDSHAKE)) {
            assertThat(reads.head()).contains(" 101 ");
            // what the operating system and the platform buffer for one client, in messages
            assertThat(sent.get(60, TimeUnit.SECONDS)).isLessThan(2_000);
        } finally {
            pouring.unregister();
        }
    }

    /** Sends names one after the other, each again until it is answered. */
    private final class Talker implements Runnable {
        private final String name;
        private final AtomicBoolean stop;
        private final List<String> versions = new ArrayList<>();
        private final List<String> troubles = new ArrayList<>();
        private int restarts;
        private volatile int answers;
        private volatile String last = "";

        private Talker(String name, AtomicBoolean stop) {
            this.name = name;
            this.stop = stop;
        }

        @Override
        public void run() {
            try {
                SocketClient client = open(GREETINGS);
                for (int i = 0; !stop.get(); i++) {
                    String one = name + i;
                    client.send(one);
                    String answer = client.next();
                    while (answer.startsWith(SocketClient.CLOSED)) {
                        restarts++;
                        if (!answer.startsWith(SocketClient.CLOSED + "1012 ")) {
                            troubles.add(answer);
                        }
                        client = open(GREETINGS);
                        client.send(one);
                        answer = client.next();
                    }
                    Matcher version = VERSION.matcher(answer);
                    if (!answer.startsWith("Hello, " + one + "!") || !version.find()) {
                        troubles.add(answer);
                    } else {
                        versions.add(version.group(1));
                        last = version.group(1);
                        answers = versions.size();
                    }
                }
                client.close();
            } catch (IOException | RuntimeException | AssertionError e) {
                troubles.add(e.toString());
            }
        }

        @Override
        public String toString() {
            return name + " got " + answers + " answers, last by " + last + "; troubles " + troubles;
        }
    }

    private static int answers(List<Talker> talkers) {
        return talkers.stream().mapToInt(talker -> talker.answers).sum();
    }

    @Test
    public void eachMessageIsAnsweredByOneVersionWhileThePluginIsUpdated() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Talker> talkers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Talker talker = new Talker("n" + i + "-", stop);
            talkers.add(talker);
            threads.add(new Thread(talker, talker.name));
        }
        threads.forEach(Thread::start);
        List<String> expected = new ArrayList<>(List.of("1.0.0"));
        for (int i = 1; i <= 5; i++) {
            int before = answers(talkers);
            await().atMost(SOON).until(() -> answers(talkers) > before + 100);
            String version = "1.0." + i;
            plugin.update(new ByteArrayInputStream(jar(version)));
            expected.add(version);
            await().atMost(SOON).untilAsserted(() -> assertThat(talkers)
                    .allMatch(talker -> talker.last.equals(version), "answered by " + version));
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join(30_000);
        }
        for (Talker talker : talkers) {
            assertThat(talker.troubles).isEmpty();
            assertThat(talker.versions.stream().distinct()).isEqualTo(expected);
            assertThat(talker.restarts).isBetween(5, 10);
        }
    }

    @Test
    public void acceptedMessagesAreAnsweredBeforeTheSocketIsClosed() throws Exception {
        CompletableFuture<Void> mayAnswer = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(3);
        ServiceRegistration<SocketEndpoint> slow = serve(
                "/slow",
                session -> text -> {
                    begun.countDown();
                    return mayAnswer.thenCompose(any -> session.send(text));
                },
                Map.of());
        SocketClient client = open("/slow");
        client.send("one");
        client.send("two");
        client.send("three");
        begun.await(30, TimeUnit.SECONDS);
        CompletableFuture<Void> removal = CompletableFuture.runAsync(slow::unregister);
        await().during(Duration.ofMillis(300)).until(() -> !removal.isDone());
        mayAnswer.complete(null);
        removal.get(30, TimeUnit.SECONDS);
        List<String> answers = List.of(client.next(), client.next(), client.next());
        assertThat(answers).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(client.next()).startsWith("closed 1012 ");
    }

    @Test
    public void aRemovedPluginLeavesNothing() throws Exception {
        plugin.uninstall();
        Traces before = Traces.of(context);
        install();
        SocketClient client = open(GREETINGS);
        client.send("Ada");
        assertThat(client.next()).startsWith("Hello, Ada!");
        WeakReference<ClassLoader> classes =
                new WeakReference<>(plugin.adapt(BundleWiring.class).getClassLoader());
        plugin.uninstall();
        assertThat(client.next()).startsWith("closed 1012 ");
        admin().get(GREETINGS).problem(404);
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));
        await().atMost(SOON).until(() -> {
            System.gc();
            return classes.get() == null;
        });
    }
}
