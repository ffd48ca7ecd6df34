package io.bouquet.benchmarks.probe;

import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.Broker;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The broker against the bare loop, in this process, over the same texts, in turn. Answers a line for each round: texts
 * a second by the broker, and by the bare loop.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/benchmark-in-process")
public final class InProcessServlet extends HttpServlet {
    private final transient BundleContext context;
    private final transient Broker broker;

    @Activate
    public InProcessServlet(BundleContext context, @Reference Broker broker) {
        this.context = context;
        this.broker = broker;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        List<String> layers = List.of(request.getParameter("layers").split(","));
        int rounds = Integer.parseInt(request.getParameter("rounds"));
        long nanos = Long.parseLong(request.getParameter("millis")) * 1_000_000;
        BareLoop.Work work =
                new BareLoop.Work(layers.contains("pos"), layers.contains("lemmas"), layers.contains("entities"));
        BareLoop bare = new BareLoop(models());
        ToIntFunction<String> byBroker = text -> {
            var result = broker.annotate(new AnnotationRequest(text, layers, "en"));
            if (!result.errors().isEmpty()) {
                throw new IllegalStateException("the broker answered " + result.errors());
            }
            return result.layers().get("tokens").size();
        };
        ToIntFunction<String> byBareLoop = text -> bare.run(text, work);
        // the first rounds compile both
        for (int i = 0; i < 3; i++) {
            textsPerSecond(byBroker, nanos);
            textsPerSecond(byBareLoop, nanos);
        }
        response.setContentType("text/plain");
        for (int i = 0; i < rounds; i++) {
            response.getWriter().println(textsPerSecond(byBroker, nanos) + " " + textsPerSecond(byBareLoop, nanos));
        }
    }

    private static long textsPerSecond(ToIntFunction<String> annotate, long nanos) {
        long begin = System.nanoTime();
        long count = 0;
        long found = 0;
        while (System.nanoTime() - begin < nanos) {
            found += annotate.applyAsInt(Texts.NEWS.get((int) (count++ % Texts.NEWS.size())));
        }
        if (found == 0) {
            throw new IllegalStateException("nothing was found in " + count + " texts");
        }
        return count * 1_000_000_000L / (System.nanoTime() - begin);
    }

    /** The files of the model bundles, by name of their tagger. */
    private Map<String, URL> models() {
        Map<String, URL> models = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            String header = bundle.getHeaders("").get("Bouquet-Model");
            if (header != null) {
                List<String> parts = new ArrayList<>(List.of(header.split(";")));
                URL file = bundle.getEntry(parts.get(0).strip());
                String name = bundle.getSymbolicName()
                        .substring(bundle.getSymbolicName().lastIndexOf('.') + 1);
                if (file != null) {
                    models.put(name, file);
                }
            }
        }
        return models;
    }
}
