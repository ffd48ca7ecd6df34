package io.bouquet.data.openjpa;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.Resource;
import liquibase.resource.URIResource;
import org.jspecify.annotations.Nullable;

/** Gives Liquibase the plugin's files and its own schemas, but not the file system or the network. */
final class LiquibaseFiles extends AbstractResourceAccessor {
    private final PluginFiles files;

    LiquibaseFiles(PluginFiles files) {
        this.files = files;
    }

    @Override
    public List<Resource> search(String path, boolean recursive) {
        String folder = path(path).replaceFirst("/?$", "/");
        List<Resource> found = new ArrayList<>();
        files.byPath().forEach((name, url) -> {
            boolean inside = folder.equals("/") || name.startsWith(folder);
            if (inside && (recursive || name.indexOf('/', folder.equals("/") ? 0 : folder.length()) < 0)) {
                found.add(resource(name, url));
            }
        });
        return found;
    }

    @Override
    public List<Resource> getAll(String path) {
        String name = path(path);
        URL url = files.byPath().get(name);
        if (url == null && name.startsWith("www.liquibase.org/")) {
            url = LiquibaseFiles.class.getClassLoader().getResource(name);
        }
        return url == null ? List.of() : List.of(resource(name, url));
    }

    @Override
    public List<String> describeLocations() {
        return List.of("the plugin's bundle");
    }

    @Override
    public void close() {}

    private static String path(String path) {
        return path.replace('\\', '/').replaceFirst("^(classpath:)?/*", "");
    }

    private Resource resource(String name, URL url) {
        try {
            return new UrlResource(name, url);
        } catch (URISyntaxException e) {
            throw new DataException("no URI of " + url, e);
        }
    }

    /** A file by its URL, because a bundle's URL cannot be restored from its URI without the handler. */
    private final class UrlResource extends URIResource {
        private final URL url;

        UrlResource(String name, URL url) throws URISyntaxException {
            super(name, url.toURI());
            this.url = url;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return url.openStream();
        }

        @Override
        public Resource resolve(String other) {
            return at(resolvePath(other));
        }

        @Override
        public Resource resolveSibling(String other) {
            return at(resolveSiblingPath(other));
        }

        private Resource at(String name) {
            List<Resource> found = getAll(name);
            return found.isEmpty() ? new NotFoundResource(name, LiquibaseFiles.this) : found.get(0);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof UrlResource resource && getPath().equals(resource.getPath());
        }

        @Override
        public int hashCode() {
            return getPath().hashCode();
        }
    }
}
