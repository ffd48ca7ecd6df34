package io.bouquet.web.openapi;

import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Answers {@code /openapi.json}. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("bouquet-openapi")
@HttpWhiteboardServletPattern(OpenApiServlet.PATH)
public final class OpenApiServlet extends HttpServlet {
    static final String PATH = "/openapi.json";

    private static final long serialVersionUID = 1L;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final transient Supplier<Optional<Documents>> documents;

    @Activate
    public OpenApiServlet(@Reference OpenApiDocuments documents) {
        this(documents::latest);
    }

    OpenApiServlet(Supplier<Optional<Documents>> documents) {
        this.documents = documents;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Documents latest = documents
                    .get()
                    .orElseThrow(() -> ProblemException.unavailable(
                            "the document is being written; try again soon", RETRY_AFTER_SECONDS));
            Tagged.send(document(latest, request), "application/json", "private, no-cache", request, response);
        } catch (ProblemException e) {
            Refusal.send(e, response);
        }
    }

    private static Document document(Documents latest, HttpServletRequest request) {
        String plugin = request.getParameter("plugin");
        String application = request.getParameter("application");
        if (plugin != null && application != null) {
            throw ProblemException.of(400, "send plugin or application, not both");
        }
        if (plugin != null) {
            return latest.ofPlugin(plugin)
                    .orElseThrow(() -> ProblemException.notFound("no live bundle '" + plugin
                            + "' has a REST resource; there are: "
                            + String.join(", ", latest.byPlugin().keySet())));
        }
        if (application != null) {
            return latest.ofApplication(application)
                    .orElseThrow(() -> ProblemException.notFound("no JAX-RS application has the name or path '"
                            + application + "'; there are: "
                            + String.join(", ", latest.byApplication().keySet())));
        }
        return latest.whole();
    }
}
