package io.bouquet.web.shell;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Routes and failures of one or several whiteboards. */
record Routes(List<Route> routes, List<Failure> failures) {
    Routes {
        routes = routes.stream()
                .distinct()
                .sorted(Comparator.comparing(Route::path)
                        .thenComparing(Route::method)
                        .thenComparing(Route::kind)
                        .thenComparing(Route::name))
                .toList();
        failures = List.copyOf(failures);
    }

    Routes and(Routes others) {
        return new Routes(
                Stream.concat(routes.stream(), others.routes.stream()).toList(),
                Stream.concat(failures.stream(), others.failures.stream()).toList());
    }

    /** Joins parts of a path with one slash between them and without a slash at the end. */
    static String path(String... parts) {
        String joined = ("/" + String.join("/", parts)).replaceAll("/{2,}", "/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }
}
