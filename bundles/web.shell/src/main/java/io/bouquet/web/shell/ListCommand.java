package io.bouquet.web.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.web.RouteAccess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** {@code route:list}. */
@Service
@Command(
        scope = "route",
        name = "list",
        description = "Lists the routes of the whiteboards with their bundles, and services that failed to register",
        detailedDescription = "Example: route:list /api. REST routes come from the JAX-RS whiteboard, servlets,"
                + " files and sockets (endpoints for WebSockets) from the HTTP whiteboard. The method * stands for all methods. Access names the groups of"
                + " accounts and the scopes of tokens that a method needs, besides an account.")
public final class ListCommand implements Action {
    @Reference
    BundleContext context;

    @Reference(optional = true)
    @Nullable
    JaxrsServiceRuntime rest;

    @Reference(optional = true)
    @Nullable
    HttpServiceRuntime http;

    @Reference(optional = true)
    @Nullable
    RouteAccess access;

    @Argument(name = "path", description = "Lists only routes whose path begins with this text")
    @Completion(PathCompleter.class)
    @Nullable
    String path;

    @Option(name = "--bundle", description = "Lists only routes of this bundle (symbolic name or id)")
    @Completion(BundleCompleter.class)
    @Nullable
    String bundle;

    @Option(name = "--extensions", description = "Also lists extensions, filters and preprocessors")
    boolean extensions;

    @Option(name = "--failed", description = "Lists only services that failed to register")
    boolean failed;

    @Option(name = "--json", description = "Prints JSON instead of tables")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(new Whiteboards(context, rest, http, access).routes(), System.out);
        return null;
    }

    void print(Routes all, PrintStream out) {
        List<Route> routes = all.routes().stream()
                .filter(route -> !failed
                        && (extensions || route.kind().answers())
                        && (path == null || route.path().startsWith(path))
                        && isWanted(route.bundle()))
                .toList();
        List<Failure> failures = all.failures().stream()
                .filter(failure -> isWanted(failure.bundle()))
                .toList();
        if (json) {
            out.println(json(routes, failures));
        } else {
            tables(routes, failures, out);
        }
    }

    private boolean isWanted(String owner) {
        return bundle == null || owner.startsWith(bundle + " ") || owner.endsWith(" [" + bundle + "]");
    }

    private void tables(List<Route> routes, List<Failure> failures, PrintStream out) {
        if (!failed) {
            ShellTable table = new ShellTable();
            for (String column : List.of("Method", "Path", "Kind", "Name", "Context", "Access", "Bundle")) {
                table.column(column);
            }
            table.emptyTableText("no such route");
            for (Route route : routes) {
                table.addRow()
                        .addContent(
                                route.method(),
                                route.path(),
                                lower(route.kind()),
                                route.name(),
                                route.context(),
                                route.access(),
                                route.bundle());
            }
            table.print(out);
        }
        if (failures.isEmpty()) {
            if (failed) {
                out.println("Nothing failed to register.");
            }
            return;
        }
        ShellTable table = new ShellTable();
        for (String column : List.of("Failed", "Name", "Bundle", "Why")) {
            table.column(column);
        }
        for (Failure failure : failures) {
            table.addRow().addContent(failure.kind(), failure.name(), failure.bundle(), failure.reason());
        }
        if (!failed) {
            out.println();
        }
        table.print(out);
    }

    private static String json(List<Route> routes, List<Failure> failures) {
        List<Object> served = new ArrayList<>();
        for (Route route : routes) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("method", route.method());
            one.put("path", route.path());
            one.put("kind", lower(route.kind()));
            one.put("name", route.name());
            one.put("context", route.context());
            one.put("access", route.access());
            one.put("bundle", route.bundle());
            served.add(one);
        }
        List<Object> notServed = new ArrayList<>();
        for (Failure failure : failures) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("kind", failure.kind());
            one.put("name", failure.name());
            one.put("bundle", failure.bundle());
            one.put("reason", failure.reason());
            notServed.add(one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("routes", served);
        all.put("failures", notServed);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for texts", never);
        }
    }

    private static String lower(Route.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
