package io.bouquet.health;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.health.CheckRunner.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves {@code /api/health/live} and {@code /api/health/ready}. A servlet and not a JAX-RS resource, so that it
 * answers while the JAX-RS whiteboard rewires. Callers without an account see the name and status of each check, but no
 * details.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({HealthServlet.LIVE, HealthServlet.READY})
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=" + HealthContext.NAME + ")")
public final class HealthServlet extends HttpServlet {
    static final String LIVE = "/live";
    static final String READY = "/ready";

    private static final long serialVersionUID = 1L;
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final JsonMapper JSON = new JsonMapper();

    private final transient CheckRunner checks;
    private final transient ReadinessFile file;

    @Activate
    public HealthServlet(@Reference CheckRunner checks, @Reference ReadinessFile file) {
        this.checks = checks;
        this.file = file;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean isReadiness = request.getServletPath().endsWith(READY);
        List<Outcome> outcomes = checks.run(isReadiness ? CheckRunner.READY : CheckRunner.LIVE);
        boolean up = CheckRunner.isUp(outcomes);
        if (isReadiness) {
            file.write(outcomes);
        }
        boolean withDetail = request.getRemoteUser() != null;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status(up));
        body.put(
                "checks",
                outcomes.stream().map(outcome -> members(outcome, withDetail)).toList());
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        if (!up) {
            response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        byte[] json = JSON.writeValueAsBytes(body);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    private static Map<String, Object> members(Outcome outcome, boolean withDetail) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", outcome.name());
        members.put("status", status(outcome.up()));
        members.put("required", outcome.required());
        if (withDetail) {
            members.put("detail", outcome.detail());
        }
        return members;
    }

    private static String status(boolean up) {
        return up ? "up" : "down";
    }
}
