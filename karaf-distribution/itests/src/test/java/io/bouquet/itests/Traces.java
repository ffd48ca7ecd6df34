package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleReference;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/**
 * Everything that a plugin may leave in a platform: the same before it is installed and after it is removed.
 *
 * @param services bundle and interfaces of each service
 * @param routes   resources and extensions with their applications, and services that the whiteboards refused
 * @param threads  names of the threads that run code of samples or have their class loader
 * @param classes  loaded classes of samples: they go with their class loader when it is collected
 */
record Traces(
        List<String> bundles, List<String> services, List<String> routes, List<String> threads, List<String> classes) {
    /** All samples have classes in packages below this one, and symbolic names that begin so. */
    private static final String SAMPLES = "com.example.";

    private static final Pattern SAMPLE_CLASS = Pattern.compile("com[.]example[.][\\w.$]+");

    static Traces of(BundleContext context) {
        return new Traces(
                Arrays.stream(context.getBundles())
                        .map(bundle -> bundle + " in state " + bundle.getState())
                        .sorted()
                        .toList(),
                services(context),
                routes(context),
                liveThreads(),
                loadedClasses());
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

    private static List<String> liveThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> isOfSample(thread.getKey().getContextClassLoader())
                        || Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getClassName().startsWith(SAMPLES)))
                .map(thread -> thread.getKey().getName())
                .sorted()
                .toList();
    }

    private static boolean isOfSample(ClassLoader loader) {
        return loader instanceof BundleReference reference
                && String.valueOf(reference.getBundle().getSymbolicName()).startsWith(SAMPLES);
    }

    private static List<String> loadedClasses() {
        System.gc();
        try {
            Object loaders = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmClassloaders",
                            new Object[] {new String[] {"show-classes"}},
                            new String[] {String[].class.getName()});
            return SAMPLE_CLASS
                    .matcher(loaders.toString())
                    .results()
                    .map(MatchResult::group)
                    .sorted()
                    .toList();
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> parts(ApplicationDTO application) {
        return Stream.concat(
                Arrays.stream(application.resourceDTOs).map(resource -> application.name + " " + resource.name),
                Arrays.stream(application.extensionDTOs).map(extension -> application.name + " " + extension.name));
    }

    void assertSame(Traces now) {
        assertThat(added(all(), now.all())).as("left behind").isEmpty();
        assertThat(added(threads, now.threads)).as("threads left behind").isEmpty();
        assertThat(added(classes, now.classes)).as("classes left behind").isEmpty();
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
