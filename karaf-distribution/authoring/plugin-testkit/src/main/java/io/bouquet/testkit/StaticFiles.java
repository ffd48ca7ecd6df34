package io.bouquet.testkit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.service.http.whiteboard.HttpWhiteboardConstants;

/** Reads the files that components with {@code @HttpWhiteboardResource} serve from the JAR of their plugin. */
final class StaticFiles {
    private StaticFiles() {}

    /**
     * Returns contents by their paths in the JAR.
     *
     * @throws IllegalArgumentException if there is no folder with the prefix that a component names
     */
    static Map<String, byte[]> of(Stream<Class<?>> components) {
        Map<String, byte[]> files = new TreeMap<>();
        components.forEach(type -> {
            Object prefix = ComponentProperties.of(type).get(HttpWhiteboardConstants.HTTP_WHITEBOARD_RESOURCE_PREFIX);
            if (prefix != null) {
                add(type, prefix.toString().replaceFirst("^/", "").replaceFirst("/$", ""), files);
            }
        });
        return files;
    }

    private static void add(Class<?> type, String prefix, Map<String, byte[]> files) {
        URL folder = type.getResource("/" + prefix);
        if (folder == null || !folder.getProtocol().equals("file")) {
            throw new IllegalArgumentException(type.getName() + " serves the folder /" + prefix
                    + ", which is not among the resources; put its files into src/main/resources/" + prefix);
        }
        try (Stream<Path> all = Files.walk(Path.of(folder.toURI()))) {
            Path root = Path.of(folder.toURI());
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                files.put(prefix.isEmpty() ? path : prefix + "/" + path, Files.readAllBytes(file));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalArgumentException("cannot read the folder " + folder + " of " + type.getName(), e);
        }
    }
}
