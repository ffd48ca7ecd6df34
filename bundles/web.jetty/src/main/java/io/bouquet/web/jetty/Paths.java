package io.bouquet.web.jetty;

import java.util.List;
import org.eclipse.jetty.server.Request;

/** Some paths, with all paths below them. */
final class Paths {
    private final List<String> roots;

    Paths(String... roots) {
        this.roots = List.of(roots);
    }

    boolean contain(Request request) {
        String path = request.getHttpURI().getPath();
        return path != null && roots.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }
}
