package io.bouquet.benchmarks.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The same answers without JAX-RS. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/benchmark-servlet")
public final class SmallServlet extends HttpServlet {
    private final transient ObjectMapper json = new ObjectMapper();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(Small.ANSWER, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(json.readValue(request.getInputStream(), Review.class).kept(), response);
    }

    private void send(Object answer, HttpServletResponse response) throws IOException {
        byte[] body = json.writeValueAsBytes(answer);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
