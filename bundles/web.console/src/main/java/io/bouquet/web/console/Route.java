package io.bouquet.web.console;

import java.util.List;
import java.util.stream.Stream;

/**
 * A REST route.
 *
 * @param takes  content types of the request's body; empty if not declared
 * @param gives  content types of the answer; empty if not declared
 * @param bundle name and version of the route's bundle
 */
record Route(String method, String path, List<String> takes, List<String> gives, String bundle) {
    /** Returns whether two routes differ in content types only; a resource has one method for each. */
    boolean isTogetherWith(Route other) {
        return method.equals(other.method) && path.equals(other.path) && bundle.equals(other.bundle);
    }

    Route with(Route other) {
        return new Route(method, path, union(takes, other.takes), union(gives, other.gives), bundle);
    }

    private static List<String> union(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }
}
