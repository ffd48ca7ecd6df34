package io.bouquet.web.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.http.runtime.dto.RuntimeDTO;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** The page of the current REST routes, servlets, files and filters, with their bundles and with failed services. */
@Component
@ConsolePageService(path = "api", title = "API", order = 40)
public final class ApiPage implements ConsolePage {
    private static final String ANNOTATE = "/api/annotate";

    private final JaxrsServiceRuntime runtime;
    private final Supplier<RuntimeDTO> servlets;
    private final LongFunction<String> bundles;

    @Activate
    public ApiPage(
            @Reference JaxrsServiceRuntime runtime, @Reference HttpServiceRuntime servlets, BundleContext context) {
        this(runtime, servlets::getRuntimeDTO, service -> bundleOf(service, context));
    }

    /** @param bundles returns the name of a service's bundle by the service id */
    ApiPage(JaxrsServiceRuntime runtime, Supplier<RuntimeDTO> servlets, LongFunction<String> bundles) {
        this.runtime = runtime;
        this.servlets = servlets;
        this.bundles = bundles;
    }

    @Override
    public PageView show(PageRequest request) {
        Routes routes = Routes.of(runtime.getRuntimeDTO(), bundles);
        List<Route> all = routes.routes();
        return PageView.of(
                "api",
                Map.of(
                        "routes", all,
                        "failures", routes.failures(),
                        "servlets", Servlets.of(servlets.get(), bundles),
                        "health",
                                all.stream()
                                        .filter(route -> route.path().startsWith("/api/health/"))
                                        .toList(),
                        "annotates", all.stream().anyMatch(route -> route.path().equals(ANNOTATE)),
                        "account", request.account(),
                        "annotate", request.origin() + ANNOTATE));
    }

    private static String bundleOf(long service, BundleContext context) {
        try {
            ServiceReference<?>[] references = context.getAllServiceReferences(null, "(service.id=" + service + ")");
            Bundle bundle = references == null ? null : references[0].getBundle();
            return bundle == null ? "" : bundle.getSymbolicName() + " " + bundle.getVersion();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
