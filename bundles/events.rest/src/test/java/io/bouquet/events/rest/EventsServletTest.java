package io.bouquet.events.rest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.web.RequestCaller;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsServletTest {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private @Nullable EventsServlet servlet;
    private final List<Client> clients = new ArrayList<>();

    private EventLog start(Map<String, Object> settings) throws Exception {
        EventLog log = new EventLog(Configs.with(settings), "boot");
        EventsServlet events = new EventsServlet(log);
        servlet = events;
        connector.setHost("127.0.0.1");
        connector.setAcceptedSendBufferSize(32 * 1024);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/api/events");
        context.setAllowNullPathInfo(true);
        FilterHolder login = new FilterHolder(new Login());
        login.setAsyncSupported(true);
        context.addFilter(login, "/*", EnumSet.of(DispatcherType.REQUEST));
        ServletHolder holder = new ServletHolder(events);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        return log;
    }

    @AfterEach
    void stop() throws Exception {
        for (Client client : clients) {
            client.close();
        }
        if (servlet != null) {
            servlet.deactivate();
        }
        server.stop();
    }

    @Test
    void sendsEventsAsTheyAreAdded() throws Exception {
        EventLog log = start(Map.of());
        log.add("early", Set.of(), Map.of());
        Client client = listen("", "");
        assertThat(client.head).contains("200", "text/event-stream", "chunked");
        for (int i = 2; i < 10; i++) {
            log.add("now", Set.of(), Map.of("i", i));
            assertThat(client.next()).contains("id: boot-" + i, "event: now", "\"i\":" + i);
        }
    }

    @Test
    void sendsTheKeptEventsAfterTheLastOneThatAClientHas() throws Exception {
        EventLog log = start(Map.of("keptEvents", 4));
        for (int i = 1; i <= 6; i++) {
            log.add("t", Set.of(), Map.of());
        }
        Client soon = listen("", "Last-Event-ID: boot-4\r\n");
        assertThat(soon.next()).contains("id: boot-5");
        assertThat(soon.next()).contains("id: boot-6");
        Client late = listen("", "Last-Event-ID: boot-1\r\n");
        assertThat(late.next()).contains("event: gap").doesNotContain("id: ");
        assertThat(late.next()).contains("id: boot-3");
        Client fromBefore = listen("", "Last-Event-ID: other-5\r\n");
        assertThat(fromBefore.next()).contains("event: gap");
        assertThat(fromBefore.next()).contains("id: boot-3");
        Client current = listen("", "Last-Event-ID: boot-6\r\n");
        log.add("t", Set.of(), Map.of());
        assertThat(current.next()).contains("id: boot-7");
    }

    @Test
    void sendsOnlyWhatTheAccountMaySeeAndWants() throws Exception {
        EventLog log = start(Map.of());
        Client ada = listen("", "X-User: ada editors\r\n");
        Client root = listen("", "X-User: root admin\r\n");
        Client some = listen("?topic=b,c/d&topic=e", "X-User: root admin\r\n");
        log.add("a", Set.of("admin"), Map.of());
        log.add("b", Set.of("admin", "editors"), Map.of());
        log.add("bb", Set.of(), Map.of());
        log.add("c", Set.of(), Map.of());
        log.add("c/d/e", Set.of(), Map.of());
        log.add("e", Set.of("admin"), Map.of());
        log.add("end", Set.of(), Map.of());
        assertThat(ada.topicsUntil("end")).containsExactly("b", "bb", "c", "c/d/e", "end");
        assertThat(root.topicsUntil("end")).containsExactly("a", "b", "bb", "c", "c/d/e", "e", "end");
        assertThat(some.topicsUntil("e")).containsExactly("b", "c/d/e", "e");
    }

    @Test
    void manyStreamsTakeNoThreads() throws Exception {
        EventLog log = start(Map.of());
        listen("", "").close();
        int before = Thread.activeCount();
        for (int i = 0; i < 200; i++) {
            listen("", "");
        }
        assertThat(Thread.activeCount()).isLessThan(before + 20);
        log.add("t", Set.of(), Map.of());
        for (Client client : clients.subList(1, clients.size())) {
            assertThat(client.next()).contains("event: t");
        }
    }

    @Test
    void neitherWaitsForAClientThatDoesNotReadNorKeepsEventsForIt() throws Exception {
        EventLog log = start(Map.of("keptEvents", 10));
        Client slow = listen("", "");
        Client other = listen("", "");
        for (int i = 1; i <= 2_000; i++) {
            log.add("t", Set.of(), Map.of("text", "x".repeat(10_000)));
        }
        log.add("end", Set.of(), Map.of());
        List<String> topics = other.topicsUntil("end");
        assertThat(topics).endsWith("end");
        List<String> slows = slow.topicsUntil("end");
        assertThat(slows).contains("gap").hasSizeLessThan(2_000);
    }

    @Test
    void pingsSilentClientsAndForgetsThoseThatHaveGone() throws Exception {
        EventLog log = start(Map.of("pingSeconds", 1));
        Client client = listen("", "");
        Client gone = listen("", "");
        gone.close();
        assertThat(client.next()).isEqualTo(": ping");
        await().atMost(20, SECONDS).until(() -> log.streams() == 1);
    }

    @Test
    void endsTheStreamsOfAnAccountThatIsChanged() throws Exception {
        EventLog log = start(Map.of());
        Client ada = listen("", "X-User: ada editors\r\n");
        Client bob = listen("", "X-User: bob editors\r\n");
        Client eve = listen("", "X-User: eve editors\r\n");
        Client robot = listen("", "X-User: root admin\r\nX-Token: t1\r\n");
        Client root = listen("", "X-User: root admin\r\nX-Token: t2\r\n");
        EventsServlet events = Objects.requireNonNull(servlet);
        events.removed("ada");
        events.groupsChanged(new Account("bob", Set.of()));
        events.passwordChanged("eve");
        events.tokenRevoked("t1");
        for (Client ended : List.of(ada, bob, eve, robot)) {
            assertThat(ended.next()).contains("event: ending", "reason");
            assertThat(ended.next()).isNull();
        }
        log.add("t", Set.of(), Map.of());
        assertThat(root.next()).contains("event: t");
        assertThat(log.streams()).isEqualTo(1);
    }

    @Test
    void endsAllStreamsWhenItStops() throws Exception {
        EventLog log = start(Map.of());
        Client client = listen("", "");
        Objects.requireNonNull(servlet).deactivate();
        assertThat(client.next()).contains("event: ending");
        assertThat(client.next()).isNull();
        assertThat(log.streams()).isZero();
    }

    @Test
    void refusesWhatItCannotAnswer() throws Exception {
        EventLog log = start(Map.of("maxStreams", 1));
        assertThat(refused("/api/events?topic=", "")).contains("422").contains("query");
        assertThat(refused("/api/events", "Accept: application/json\r\n")).contains("406");
        assertThat(refused("/api/events/x", "")).contains("404");
        assertThat(log.streams()).isZero();
        Client first = listen("", "");
        assertThat(refused("/api/events", "")).contains("503", "Retry-After: 5");
        first.close();
    }

    private Client listen(String query, String headers) throws IOException {
        Client client = new Client(connector.getLocalPort(), "/api/events" + query, headers);
        clients.add(client);
        assertThat(client.next()).isEqualTo("retry: 1000");
        return client;
    }

    private String refused(String path, String headers) throws IOException {
        try (Client client = new Client(connector.getLocalPort(), path, headers + "Connection: close\r\n")) {
            return client.head + client.rest();
        }
    }

    /** Reads an event stream from a socket. */
    private static final class Client implements Closeable {
        private final Socket socket;
        private final BufferedReader in;
        final String head;

        Client(int port, String path, String headers) throws IOException {
            socket = new Socket();
            socket.setReceiveBufferSize(32 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder lines = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.append(line).append('\n');
            }
            head = lines.toString();
        }

        /** Returns the next event or comment; null at the end of the stream. */
        @Nullable
        String next() throws IOException {
            StringBuilder event = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.matches("[0-9A-Fa-f]+")) {
                    if (line.equals("0")) {
                        return null;
                    }
                    continue; // the size of a chunk
                }
                if (!line.isEmpty()) {
                    event.append(event.isEmpty() ? "" : "\n").append(line);
                } else if (!event.isEmpty()) {
                    return event.toString();
                }
            }
            return null;
        }

        List<String> topicsUntil(String last) throws IOException {
            List<String> topics = new ArrayList<>();
            while (topics.isEmpty() || !topics.get(topics.size() - 1).equals(last)) {
                String event = next();
                assertThat(event).as("%s", topics).isNotNull();
                event.lines().filter(line -> line.startsWith("event: ")).forEach(line -> topics.add(line.substring(7)));
            }
            return topics;
        }

        String rest() throws IOException {
            StringBuilder rest = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                rest.append(line);
            }
            return rest.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Takes the name and the groups of the account from a header. */
    private static final class Login implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String header = ((HttpServletRequest) request).getHeader("X-User");
            List<String> user = List.of((header == null ? "root admin" : header).split(" "));
            String token = ((HttpServletRequest) request).getHeader("X-Token");
            request.setAttribute(
                    RequestCaller.ATTRIBUTE,
                    new Caller(new Account(user.get(0), Set.of()), null, token == null ? "" : token));
            chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {
                        @Override
                        public String getRemoteUser() {
                            return user.get(0);
                        }

                        @Override
                        public boolean isUserInRole(String role) {
                            return user.contains(role) || user.contains("admin");
                        }
                    },
                    response);
        }
    }
}
