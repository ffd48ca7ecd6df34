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
        if (path == null) {
            return false;
        }
        for (String root : roots) {
            if (path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}
