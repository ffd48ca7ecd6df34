package io.bouquet.benchmarks.probe;

import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** What the gate has counted, one figure on a line; nothing where there is no gate. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/benchmark-traffic")
public final class TrafficServlet extends HttpServlet {
    // dynamic: the gate is stopped and started while it is measured
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable Traffic traffic;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        Traffic now = traffic;
        if (now != null) {
            TrafficCounts counts = now.now();
            response.getWriter().println("answered " + counts.requests());
            response.getWriter().println("failed " + counts.failed());
            response.getWriter().println("waited " + counts.waited());
            response.getWriter().println("rewires " + counts.rewires());
            response.getWriter().println("closed, microseconds " + counts.closedMicros());
        }
    }
}
