package io.bouquet.web.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerTest {
    private Listener listener;

    @BeforeEach
    void start() throws Exception {
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.setErrorHandler(new ProblemErrorHandler());
        servlets.addServlet(new ServletHolder(new Echo()), "/*");
        listener = new Listener(Configs.with(Map.of()), servlets);
        listener.accept();
    }

    @AfterEach
    void stop() throws Exception {
        listener.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1;ext=\"val\r\nX\r\n0\r\n\r\n", // an open quote that hides the end of the line
                "1\nX\r\n0\r\n\r\n",
                "1\r\nX\n0\r\n\r\n",
                "1\r\nX\r\n0\n\n",
                "1;a\rb\r\nX\r\n0\r\n\r\n",
                "1 \r\nX\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFF1\r\nX\r\n0\r\n\r\n",
                "1\r\nXYZ0\r\n\r\n",
            })
    void answersOneRequestToAChunkThatHidesASecond(String chunks) throws IOException {
        Exchange exchange = post("Transfer-Encoding: chunked", chunks + "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(exchange.statuses()).containsExactly(400);
        assertThat(exchange.closed()).isTrue();
        assertThat(exchange.answer()).contains("application/problem+json").doesNotContain("/hidden");
    }

    private Exchange post(String header, String body) throws IOException {
        return Exchange.of(listener.port(), "POST / HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n" + body);
    }

    private static final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = request.getInputStream().readAllBytes();
            response.getWriter().print(request.getRequestURI() + " " + body.length);
        }
    }
}
