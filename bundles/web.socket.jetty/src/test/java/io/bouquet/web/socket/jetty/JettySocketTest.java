package io.bouquet.web.socket.jetty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.common.BackgroundThread;
import io.bouquet.web.socket.SocketClosedException;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketSession;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JettySocketTest {
    private static final Caller ADA = Caller.of(new Account("ada", java.util.Set.of("readers")));
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Limits LIMITS = new Limits(1000, 4, LONG, Duration.ZERO, LONG, LONG, LONG);

    private final Upgrader upgrader = new Upgrader();
    private final Server server = new Server();
    private @Nullable Endpoint endpoint;
    private final BackgroundThread ticker = new BackgroundThread("ticker");

    private int start(Limits limits, SocketEndpoint service) throws Exception {
        return start(limits, 4, service);
    }

    private int start(Limits limits, int threads, SocketEndpoint service) throws Exception {
        Endpoint its = new Endpoint("/test", service, threads);
        endpoint = its;
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                JettySocket socket = new JettySocket(its, limits, ADA, Map.of(), () -> {});
                its.add(socket);
                boolean upgraded = upgrader.upgrade(request, response, socket);
                callback.succeeded();
                return upgraded;
            }
        });
        server.start();
        ticker.repeat(Duration.ofMillis(20), () -> its.sockets().forEach(socket -> socket.check(System.nanoTime())));
        return connector.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        ticker.close();
        server.stop();
        upgrader.close();
    }

    private static SocketEndpoint upperCase() {
        return session -> text -> session.send(text.toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void answersMessagesInTheirOrder() throws Exception {
        SocketClient client = SocketClient.open(start(LIMITS, upperCase()));
        for (int i = 0; i < 50; i++) {
            client.send("message " + i);
        }
        await().until(() -> client.received.size() == 50);
        assertThat(client.received)
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "MESSAGE " + i).toList());
        client.socket.sendClose(1000, "done").get(10, SECONDS);
        assertThat(client.closed()).startsWith("1000");
        await().until(() -> endpoint.sockets().isEmpty());
    }

    @Test
    void tellsTheListenerOfTheEndOnce() throws Exception {
        List<String> ends = new CopyOnWriteArrayList<>();
        SocketClient client = SocketClient.open(start(LIMITS, session -> new SocketListener() {
            @Override
            public @Nullable CompletionStage<?> text(String message) {
                return null;
            }

            @Override
            public void closed(int code, String reason) {
                ends.add(code + " " + reason);
            }
        }));
        client.socket.sendClose(4000, "enough").get(10, SECONDS);
        await().until(() -> endpoint.sockets().isEmpty());
        assertThat(ends).containsExactly("4000 enough");
    }

    @Test
    void putsFragmentsAndLargeAnswersTogether() throws Exception {
        int size = 300_000;
        Limits limits = new Limits(2 * size, 4, LONG, Duration.ZERO, LONG, LONG, LONG);
        SocketClient client = SocketClient.open(start(limits, upperCase()));
        client.socket.sendText("a".repeat(size), false).get(10, SECONDS);
        client.socket.sendText("ä", true).get(10, SECONDS);
        await().until(() -> client.received.size() == 1);
        assertThat(client.received.get(0)).hasSize(size + 1).endsWith("AÄ");
    }

    @Test
    void closesWith1009IfAMessageIsTooLong() throws Exception {
        SocketClient client = SocketClient.open(start(LIMITS, upperCase()));
        client.send("a".repeat(1000));
        await().until(() -> client.received.size() == 1);
        client.send("a".repeat(1001));
        assertThat(client.closed()).isEqualTo("1009 a message may have 1000 bytes, the limit of this path");
    }

    @Test
    void closesWith1003IfTheEndpointTakesTextOnly() throws Exception {
        SocketClient client = SocketClient.open(start(LIMITS, upperCase()));
        client.socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).get(10, SECONDS);
        assertThat(client.closed()).startsWith("1003");
    }

    @Test
    void closesWith1007IfATextIsNotUtf8AndWith1002IfAFrameIsNotMasked() throws Exception {
        int port = start(LIMITS, upperCase());
        assertThat(closeCodeAfter(port, 0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28)).isEqualTo(1007);
        assertThat(closeCodeAfter(port, 0x81, 0x01, 'a')).isEqualTo(1002);
        // reserved bits, reserved opcode, fragmented ping, continuation of nothing
        assertThat(closeCodeAfter(port, 0xC1, 0x81, 0, 0, 0, 0, 'a')).isEqualTo(1002);
        assertThat(closeCodeAfter(port, 0x83, 0x81, 0, 0, 0, 0, 'a')).isEqualTo(1002);
        assertThat(closeCodeAfter(port, 0x09, 0x80, 0, 0, 0, 0)).isEqualTo(1002);
        assertThat(closeCodeAfter(port, 0x80, 0x81, 0, 0, 0, 0, 'a')).isEqualTo(1002);
    }

    private static int closeCodeAfter(int port, int... frame) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
            byte[] bytes = new byte[frame.length];
            for (int i = 0; i < frame.length; i++) {
                bytes[i] = (byte) frame[i];
            }
            socket.getOutputStream().write(bytes);
            byte[] answer = socket.getInputStream().readNBytes(4);
            assertThat(answer[0]).isEqualTo((byte) 0x88);
            return (answer[2] & 0xFF) << 8 | answer[3] & 0xFF;
        }
    }

    @Test
    void readsNoFurtherMessagesWhileTooManyAreUnanswered() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> answers = new CompletableFuture<>();
        SocketClient client = SocketClient.open(start(LIMITS, session -> text -> {
            seen.add(text);
            return answers;
        }));
        for (int i = 0; i < 20; i++) {
            client.send("m" + i);
        }
        await().until(() -> seen.size() == 4);
        await().during(Duration.ofMillis(200)).until(() -> seen.size() == 4);
        answers.complete(null);
        await().until(() -> seen.size() == 20);
    }

    @Test
    void answersAcceptedMessagesAndThenClosesWith1012() throws Exception {
        CompletableFuture<Void> mayAnswer = new CompletableFuture<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        SocketClient client = SocketClient.open(start(LIMITS, session -> text -> {
            seen.add(text);
            return mayAnswer.thenCompose(any -> session.send("answer to " + text));
        }));
        client.send("one");
        client.send("two");
        await().until(() -> seen.size() == 2);
        CompletableFuture<Void> ended =
                CompletableFuture.runAsync(() -> endpoint.end(1012, "restart", Duration.ofSeconds(10)));
        await().until(() -> endpoint.isEnding());
        client.send("three, which may be too late");
        await().during(Duration.ofMillis(200)).until(() -> !ended.isDone());
        mayAnswer.complete(null);
        ended.get(10, SECONDS);
        assertThat(client.closed()).isEqualTo("1012 restart");
        assertThat(client.received).contains("answer to one", "answer to two");
        assertThat(client.received).hasSize(seen.size());
        await().until(() -> endpoint.sockets().isEmpty());
    }

    @Test
    void endsInTimeAlthoughTheEndpointHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        SocketClient client = SocketClient.open(start(LIMITS, session -> text -> {
            begun.countDown();
            never.await();
            return null;
        }));
        client.send("one");
        begun.await(10, SECONDS);
        long begin = System.nanoTime();
        endpoint.end(1012, "restart", Duration.ofMillis(300));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(client.closed()).isEqualTo("1012 restart");
    }

    @Test
    void closesOnlyTheSocketThatFails() throws Exception {
        SocketEndpoint fails = session -> text -> {
            if (text.equals("policy")) {
                throw new SocketClosedException(SocketSession.POLICY, "not here");
            }
            if (text.equals("later")) {
                return CompletableFuture.failedStage(new IllegalArgumentException("of the plugin"));
            }
            return session.send(String.valueOf(100 / Integer.parseInt(text)));
        };
        int port = start(LIMITS, fails);
        SocketClient good = SocketClient.open(port);
        SocketClient bad = SocketClient.open(port);
        SocketClient late = SocketClient.open(port);
        SocketClient wrong = SocketClient.open(port);
        bad.send("0");
        late.send("later");
        wrong.send("policy");
        assertThat(bad.closed()).startsWith("1011 the endpoint failed");
        assertThat(late.closed()).startsWith("1011 the endpoint failed");
        assertThat(wrong.closed()).isEqualTo("1008 not here");
        good.send("5");
        await().until(() -> good.received.equals(List.of("20")));
    }

    @Test
    void closesASocketWhoseMessageIsNotAnsweredInTime() throws Exception {
        Limits limits = new Limits(1000, 4, LONG, Duration.ZERO, Duration.ofMillis(300), LONG, LONG);
        int port = start(limits, 1, session -> text -> {
            if (text.equals("hang")) {
                new CountDownLatch(1).await();
            }
            return session.send(text);
        });
        SocketClient hangs = SocketClient.open(port);
        hangs.send("hang");
        assertThat(hangs.closed()).startsWith("1011 a message was not answered in");
        // the only thread was interrupted and is free again
        SocketClient next = SocketClient.open(port);
        next.send("well");
        await().until(() -> next.received.equals(List.of("well")));
    }

    @Test
    void closesAnIdleSocketAndKeepsOneThatAnswersPings() throws Exception {
        Limits limits = new Limits(1000, 4, Duration.ofMillis(100), Duration.ofMillis(900), LONG, LONG, LONG);
        SocketClient client = SocketClient.open(start(limits, upperCase()));
        assertThat(client.closed()).startsWith("1001 there was no message for");
    }

    @Test
    void disconnectsAClientThatAnswersNoPing() throws Exception {
        Limits limits = new Limits(1000, 4, Duration.ofMillis(200), Duration.ZERO, LONG, LONG, LONG);
        SocketClient.thatReadsNothing(start(limits, upperCase()));
        await().until(() -> endpoint.sockets().isEmpty());
    }

    @Test
    void waitsForASlowReaderAndDisconnectsOneThatReadsNothing() throws Exception {
        Limits limits = new Limits(1000, 4, LONG, Duration.ZERO, LONG, Duration.ofSeconds(2), LONG);
        List<Integer> sent = new CopyOnWriteArrayList<>();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        SocketClient client = SocketClient.thatReadsNothing(start(limits, session -> text -> {
            for (int i = 0; i < 10_000 && session.isOpen(); i++) {
                session.send("x".repeat(10_000)).whenComplete((any, e) -> {
                    if (e != null) {
                        failure.complete(e);
                    }
                });
                sent.add(i);
            }
            return null;
        }));
        client.send("go");
        assertThat(failure.get(20, SECONDS)).isInstanceOf(SocketClosedException.class);
        // 100 MB would have been sent to a client that reads
        assertThat(sent.size()).isLessThan(5_000);
        await().until(() -> endpoint.sockets().isEmpty());
    }

    @Test
    void closesASocketThatIsTooOld() throws Exception {
        Limits limits = new Limits(1000, 4, LONG, Duration.ZERO, LONG, LONG, Duration.ofMillis(200));
        SocketClient client = SocketClient.open(start(limits, upperCase()));
        assertThat(client.closed()).startsWith("1001 the credentials are to be checked again");
    }

    @Test
    void failsToSendAfterTheEnd() throws Exception {
        CompletableFuture<SocketSession> session = new CompletableFuture<>();
        SocketClient client = SocketClient.open(start(LIMITS, opened -> {
            session.complete(opened);
            return text -> null;
        }));
        SocketSession open = session.get(10, SECONDS);
        open.close(SocketSession.NORMAL, "é".repeat(100));
        assertThat(client.closed()).isEqualTo("1000 " + "é".repeat(61));
        assertThat(open.isOpen()).isFalse();
        assertThatThrownBy(() -> open.send("late").toCompletableFuture().get(10, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SocketClosedException.class);
    }
}
