package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.interceptor.Interceptor;
import org.apache.cxf.io.DelegatingInputStream;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.resource.ResourceManager;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeanBusesTest {
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        RequestGuard guard = Stubs.guard(Stubs.config(1_000));
        guard.authenticators = Stubs.registered(Stubs.basic());
        server = new TestServer(guard, new Calendar());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void aRequestIsAnsweredWithTheClassLoaderOfItsThread() {
        Bus bus = BusFactory.newInstance().createBus();
        new LeanBuses().busCreated(bus);
        ResourceManager resources = bus.getExtension(ResourceManager.class);
        assertThat(resources.resolveResource("", ClassLoader.class))
                .isSameAs(Thread.currentThread().getContextClassLoader());
        assertThat(resources.resolveResource("nowhere", String.class)).isNull();
        assertThat(resources.getResourceAsStream("nowhere")).isNull();
    }

    @Test
    void anAnswerHasOneDate() throws Exception {
        HttpResponse<String> answer = server.send(ofAda("/calendar/today"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Date")).singleElement().satisfies(date -> assertThat(
                        ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant())
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now()));
    }

    @Test
    void aResourceMaySayAnotherDate() throws Exception {
        assertThat(server.send(ofAda("/calendar/past")).headers().allValues("Date"))
                .containsExactly("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void nothingIsCopiedOfABodyThatIsRead() {
        assertThat(leftOfABody(true)).isNull();
        assertThat(leftOfABody(false)).isNotNull();
    }

    private static @Nullable DelegatingInputStream leftOfABody(boolean isRead) {
        ServletInputStream body = new ServletInputStream() {
            @Override
            public int read() {
                return -1;
            }

            @Override
            public boolean isFinished() {
                return isRead;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {}
        };
        Object request = Proxy.newProxyInstance(
                LeanBusesTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> method.getName().equals("getInputStream") ? body : null);
        Exchange exchange = new ExchangeImpl();
        Message asked = new MessageImpl();
        asked.put(AbstractHTTPDestination.HTTP_REQUEST, request);
        asked.setContent(DelegatingInputStream.class, new DelegatingInputStream(body));
        exchange.setInMessage(asked);
        Message answer = new MessageImpl();
        answer.setExchange(exchange);
        Bus bus = BusFactory.newInstance().createBus();
        new LeanBuses().busCreated(bus);
        bus.getOutInterceptors().forEach(interceptor -> handle(interceptor, answer));
        return asked.getContent(DelegatingInputStream.class);
    }

    @SuppressWarnings("unchecked")
    private static void handle(Interceptor<? extends Message> interceptor, Message message) {
        ((Interceptor<Message>) interceptor).handleMessage(message);
    }

    @Test
    void aResourceMayReadALongBodyWhileItAnswers() throws Exception {
        String body = "a line of a long body\n".repeat(5_000);
        HttpResponse<String> answer =
                server.send(ofAda("/calendar/echo").POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void aStreamIsAnsweredBeforeItsBodyIsComplete() throws Exception {
        // Java's client reads no answer before it has sent the body
        try (Socket client = server.connect()) {
            OutputStream sent = client.getOutputStream();
            sent.write(
                    ("POST /calendar/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nAuthorization: "
                                    + TestServer.basic("ada:" + Stubs.AdasAccounts.PASSWORD) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            for (String word : List.of("one", "two", "six")) {
                sent.write(("3\r\n" + word + "\r\n").getBytes(StandardCharsets.US_ASCII));
                while (answer.indexOf(word) < 0) {
                    int next = client.getInputStream().read();
                    assertThat(next).as("%s", answer).isNotNegative();
                    answer.append((char) next);
                }
            }
        }
    }

    private HttpRequest.Builder ofAda(String path) {
        return server.requestOf("ada", Stubs.AdasAccounts.PASSWORD, path);
    }

    @Path("/calendar")
    public static final class Calendar {
        @GET
        @Path("today")
        public String today() {
            return "today";
        }

        @POST
        @Path("echo")
        public StreamingOutput echo(InputStream body) {
            return out -> {
                byte[] some = new byte[8192];
                for (int read = body.read(some); read >= 0; read = body.read(some)) {
                    out.write(some, 0, read);
                    out.flush();
                }
            };
        }

        @GET
        @Path("past")
        public Response past() {
            return Response.ok("past")
                    .header("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
                    .build();
        }
    }
}
