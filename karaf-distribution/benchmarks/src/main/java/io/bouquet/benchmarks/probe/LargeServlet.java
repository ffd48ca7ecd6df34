package io.bouquet.benchmarks.probe;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** An answer that costs nothing to make, and that does not fit into the buffers of a connection. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/benchmark-large")
public final class LargeServlet extends HttpServlet {
    private static final byte[] PART = new byte[32 * 1024];
    private static final int PARTS = 100;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/octet-stream");
        response.setContentLength(PARTS * PART.length);
        for (int i = 0; i < PARTS; i++) {
            response.getOutputStream().write(PART);
        }
    }
}
