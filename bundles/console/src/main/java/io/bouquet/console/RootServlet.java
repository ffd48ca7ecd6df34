package io.bouquet.console;

import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.HttpWhiteboardConstants;

/** Leads from the bare address to the console. */
// the empty pattern is the context root and nothing below it (Servlet 4.0, 12.2): it shadows no plugin;
// @HttpWhiteboardServletPattern("") would come out as no pattern at all
@Component(service = Servlet.class, property = HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=")
public final class RootServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        Frame.redirect(response, ConsolePath.ROOT);
    }
}
