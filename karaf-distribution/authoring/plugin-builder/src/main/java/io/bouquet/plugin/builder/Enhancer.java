package io.bouquet.plugin.builder;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.openjpa.enhance.PCEnhancer;
import org.apache.openjpa.lib.util.Options;
import org.jspecify.annotations.Nullable;

/** Enhances the entities of a project as the parent POM of plugins does. */
final class Enhancer {
    static final String PERSISTENCE = "META-INF/persistence.xml";
    private static final Pattern LISTED = Pattern.compile("<class>\\s*([^<\\s]+)\\s*</class>");

    private Enhancer() {}

    /**
     * Returns what the compiler has written, with enhanced entities.
     *
     * @param output class files and resources by path, {@value #PERSISTENCE} among them
     * @throws IllegalArgumentException if OpenJPA cannot enhance an entity; the message says why
     */
    static Map<String, byte[]> enhance(Map<String, byte[]> output, Collection<Path> classPath) throws IOException {
        Path folder = Files.createTempDirectory("bouquet-entities");
        try {
            for (Map.Entry<String, byte[]> file : output.entrySet()) {
                Path written = folder.resolve(file.getKey());
                Files.createDirectories(written.resolveSibling(""));
                Files.write(written, file.getValue());
            }
            List<String> entities = entities(output);
            enhance(entities, folder, classPath);
            Map<String, byte[]> enhanced = new TreeMap<>(output);
            for (String entity : entities) {
                enhanced.put(entity, Files.readAllBytes(folder.resolve(entity)));
            }
            return enhanced;
        } finally {
            delete(folder);
        }
    }

    private static List<String> entities(Map<String, byte[]> output) {
        List<String> entities = new ArrayList<>();
        Matcher listed =
                LISTED.matcher(new String(output.getOrDefault(PERSISTENCE, new byte[0]), StandardCharsets.UTF_8));
        while (listed.find()) {
            entities.add(listed.group(1).replace('.', '/') + ".class");
        }
        return entities;
    }

    private static void enhance(List<String> entities, Path folder, Collection<Path> classPath) throws IOException {
        List<URL> urls = new ArrayList<>(List.of(url(folder)));
        for (Path jar : classPath) {
            urls.add(url(jar));
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // OpenJPA's own loader first: a second OpenJPA on the class path would not know its types
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), PCEnhancer.class.getClassLoader())) {
            thread.setContextClassLoader(loader);
            Options options = new Options();
            options.put("propertiesFile", folder.resolve(PERSISTENCE).toString());
            options.put("enforcePropertyRestrictions", "true");
            options.put("log", "none");
            String[] files = entities.stream()
                    .map(entity -> folder.resolve(entity).toString())
                    .toArray(String[]::new);
            if (!PCEnhancer.run(files, options)) {
                throw new IllegalArgumentException("OpenJPA did not say why");
            }
        } catch (RuntimeException e) { // OpenJPA has no exception for what is wrong with an entity
            throw new IllegalArgumentException(
                    "the entities " + entities + " cannot be enhanced: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
