package io.bouquet.plugin.tool;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.openjpa.enhance.PCEnhancer;
import org.apache.openjpa.lib.util.Options;

/** Enhances the entities of a project as the parent POM of plugins does. */
final class Enhancer {
    private static final String PERSISTENCE = "META-INF/persistence.xml";
    private static final Pattern LISTED = Pattern.compile("<class>\\s*([^<\\s]+)\\s*</class>");

    private Enhancer() {}

    /** Returns whether there are entities in what the compiler has written. */
    static boolean isFor(Map<String, byte[]> output) {
        return output.containsKey(PERSISTENCE);
    }

    /**
     * Returns the compiler's output with enhanced entities.
     *
     * @param work a folder of the project for files that are not kept
     */
    static Map<String, byte[]> enhance(Map<String, byte[]> output, List<Path> classPath, Path work)
            throws IOException, DevException {
        Path folder = work.resolve("enhanced");
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : output.entrySet()) {
            Path written = folder.resolve(file.getKey());
            Files.createDirectories(written.resolveSibling(""));
            Files.write(written, file.getValue());
        }
        List<String> entities = new ArrayList<>();
        Matcher listed =
                LISTED.matcher(new String(output.getOrDefault(PERSISTENCE, new byte[0]), StandardCharsets.UTF_8));
        while (listed.find()) {
            entities.add(listed.group(1).replace('.', '/') + ".class");
        }
        List<URL> urls = new ArrayList<>(List.of(url(folder)));
        for (Path jar : classPath) {
            urls.add(url(jar));
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), Enhancer.class.getClassLoader())) {
            thread.setContextClassLoader(loader);
            Options options = new Options();
            options.put("propertiesFile", folder.resolve(PERSISTENCE).toString());
            options.put("enforcePropertyRestrictions", "true");
            options.put("log", "none");
            String[] files = entities.stream()
                    .map(entity -> folder.resolve(entity).toString())
                    .toArray(String[]::new);
            if (!PCEnhancer.run(files, options)) {
                throw new DevException("the entities cannot be enhanced: " + entities);
            }
        } catch (RuntimeException e) { // OpenJPA has no exception for what is wrong with an entity
            throw new DevException("the entities cannot be enhanced: " + e.getMessage());
        } finally {
            thread.setContextClassLoader(before);
        }
        Map<String, byte[]> enhanced = new TreeMap<>(output);
        for (String entity : entities) {
            enhanced.put(entity, Files.readAllBytes(folder.resolve(entity)));
        }
        return enhanced;
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
