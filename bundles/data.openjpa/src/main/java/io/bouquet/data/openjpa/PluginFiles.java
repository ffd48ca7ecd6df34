package io.bouquet.data.openjpa;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.Bundle;

/** The files of a plugin except classes, by path without a leading slash. */
public record PluginFiles(SortedMap<String, URL> byPath) {
    static PluginFiles of(Bundle bundle) {
        SortedMap<String, URL> found = new TreeMap<>();
        var entries = bundle.findEntries("/", "*", true);
        while (entries != null && entries.hasMoreElements()) {
            URL entry = entries.nextElement();
            String path = entry.getPath().substring(1);
            if (!path.endsWith("/") && !path.endsWith(".class")) {
                found.put(path, entry);
            }
        }
        return new PluginFiles(found);
    }

    /** Returns the files of a folder, such as the compiled classes in a test. */
    public static PluginFiles of(Path folder) throws IOException {
        SortedMap<String, URL> found = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                if (!path.endsWith(".class")) {
                    found.put(path, url(file));
                }
            }
        }
        return new PluginFiles(found);
    }

    URL get(String path) {
        URL url = byPath.get(path.startsWith("/") ? path.substring(1) : path);
        if (url == null) {
            throw new DataException("no file '" + path + "' in the plugin");
        }
        return url;
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
