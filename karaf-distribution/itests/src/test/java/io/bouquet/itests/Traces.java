package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/**
 * What plugins leave in a platform: to be the same before one comes and after it has gone.
 *
 * @param services bundle and interfaces of each
 * @param routes   resources and extensions, with the application of each, and what the whiteboards refused
 */
record Traces(List<String> bundles, List<String> services, List<String> routes) {
    static Traces of(BundleContext context) {
        return new Traces(
                Arrays.stream(context.getBundles())
                        .map(bundle -> bundle + " in state " + bundle.getState())
                        .sorted()
                        .toList(),
                services(context),
                routes(context));
    }

    private static List<String> services(BundleContext context) {
        try {
            return Arrays.stream(context.getAllServiceReferences(null, null))
                    .map(Traces::describe)
                    // comes with the first configuration that a component writes, and stays
                    .filter(service -> !service.endsWith("[org.osgi.service.cm.ManagedService]"))
                    .sorted()
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String describe(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        return (bundle == null ? "gone" : bundle.getSymbolicName()) + " "
                + Arrays.toString((String[]) service.getProperty("objectClass"));
    }

    private static List<String> routes(BundleContext context) {
        RuntimeDTO rest = context.getService(context.getServiceReference(JaxrsServiceRuntime.class))
                .getRuntimeDTO();
        var http = context.getService(context.getServiceReference(HttpServiceRuntime.class))
                .getRuntimeDTO();
        return Stream.of(
                        Stream.concat(Stream.of(rest.defaultApplication), Arrays.stream(rest.applicationDTOs))
                                .flatMap(Traces::parts),
                        Arrays.stream(rest.failedResourceDTOs).map(failed -> "failed " + failed.name),
                        Arrays.stream(rest.failedExtensionDTOs).map(failed -> "failed " + failed.name),
                        Arrays.stream(http.servletContextDTOs).flatMap(servlets -> Arrays.stream(servlets.servletDTOs)
                                .map(servlet -> servlets.name + " " + Arrays.toString(servlet.patterns))),
                        Arrays.stream(http.failedServletDTOs).map(failed -> "failed " + failed.name))
                .flatMap(some -> some)
                .sorted()
                .toList();
    }

    private static Stream<String> parts(ApplicationDTO application) {
        return Stream.concat(
                Arrays.stream(application.resourceDTOs).map(resource -> application.name + " " + resource.name),
                Arrays.stream(application.extensionDTOs).map(extension -> application.name + " " + extension.name));
    }

    void assertSame(Traces now) {
        assertThat(added(all(), now.all())).as("left behind").isEmpty();
        assertThat(added(now.all(), all())).as("taken away").isEmpty();
    }

    private List<String> all() {
        return Stream.of(bundles, services, routes).flatMap(List::stream).toList();
    }

    private static List<String> added(List<String> before, List<String> after) {
        List<String> added = new ArrayList<>(after);
        before.forEach(added::remove);
        return added;
    }
}
