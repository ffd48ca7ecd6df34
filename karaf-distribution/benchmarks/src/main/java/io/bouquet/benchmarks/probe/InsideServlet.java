package io.bouquet.benchmarks.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** What the platform holds after a full collection: one figure on a line, its name before it. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/benchmark-inside")
public final class InsideServlet extends HttpServlet {
    private static final int COLLECTIONS = 3;

    private final transient BundleContext context;
    private final transient JaxrsServiceRuntime whiteboard;

    @Activate
    public InsideServlet(BundleContext context, @Reference JaxrsServiceRuntime whiteboard) {
        this.context = context;
        this.whiteboard = whiteboard;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("text/plain");
        for (Map.Entry<String, Long> figure : figures().entrySet()) {
            response.getWriter().println(figure.getKey() + " " + figure.getValue());
        }
    }

    private Map<String, Long> figures() throws ServletException {
        Map<String, Long> figures = new TreeMap<>();
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            for (int i = 0; i < COLLECTIONS; i++) {
                // a histogram needs a full collection, whatever System.gc() is made to do
                beans.invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
            }
            Object handles = beans.getAttribute(
                    ManagementFactory.getOperatingSystemMXBean().getObjectName(), "OpenFileDescriptorCount");
            figures.put("file handles", (Long) handles);
            ServiceReference<?>[] services = context.getAllServiceReferences(null, null);
            figures.put("services", services == null ? 0 : (long) services.length);
        } catch (JMException | InvalidSyntaxException e) {
            throw new ServletException(e);
        }
        figures.put("heap, bytes", used(MemoryType.HEAP));
        figures.put("metaspace and code, bytes", used(MemoryType.NON_HEAP));
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) {
                figures.put("metaspace, bytes", pool.getUsage().getUsed());
            }
        }
        figures.put("classes", (long) ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        figures.put("threads", (long) ManagementFactory.getThreadMXBean().getThreadCount());
        figures.put("bundles", (long) context.getBundles().length);
        figures.put("routes", routes());
        return figures;
    }

    private static long used(MemoryType type) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == type)
                .mapToLong(pool -> pool.getUsage().getUsed())
                .sum();
    }

    private long routes() {
        RuntimeDTO runtime = whiteboard.getRuntimeDTO();
        return routes(runtime.defaultApplication)
                + Arrays.stream(runtime.applicationDTOs)
                        .mapToLong(InsideServlet::routes)
                        .sum();
    }

    private static long routes(ApplicationDTO application) {
        return (application.resourceMethods == null ? 0 : application.resourceMethods.length)
                + Arrays.stream(application.resourceDTOs)
                        .mapToLong(resource -> resource.resourceMethods.length)
                        .sum();
    }
}
