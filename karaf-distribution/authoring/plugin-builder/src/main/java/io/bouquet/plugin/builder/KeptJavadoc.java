package io.bouquet.plugin.builder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The Javadoc of a project. The processor writes that of the compiled sources only, so that of the others is kept.
 *
 * @param texts as the processor writes them: by class, member and parameter
 */
record KeptJavadoc(Map<String, String> texts) {
    static final KeptJavadoc NONE = new KeptJavadoc(Map.of());

    private static final String FILE = "META-INF/bouquet/javadoc.properties";

    /**
     * Returns the Javadoc after a compilation.
     *
     * @param written resources that the compilation has written
     * @param kept    names of the classes that were not compiled
     */
    KeptJavadoc with(Map<String, byte[]> written, Set<String> kept) {
        Map<String, String> merged = new TreeMap<>(texts);
        merged.keySet().removeIf(key -> !kept.contains(type(key, kept)));
        Properties fresh = new Properties();
        try {
            fresh.load(new ByteArrayInputStream(written.getOrDefault(FILE, new byte[0])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fresh.stringPropertyNames().forEach(key -> merged.put(key, fresh.getProperty(key)));
        return new KeptJavadoc(merged);
    }

    /** Returns the class that a key begins with, or the key. */
    private static String type(String key, Set<String> types) {
        String type = key;
        int member = key.indexOf('(') < 0 ? key.length() : key.indexOf('(');
        while (!types.contains(type) && member >= 0) {
            type = key.substring(0, member);
            member = type.lastIndexOf('.');
        }
        return type;
    }

    Map<String, byte[]> resources() {
        if (texts.isEmpty()) {
            return Map.of();
        }
        Properties properties = new Properties();
        properties.putAll(texts);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // without the time, and in an order that does not change
        String sorted = text.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
        return Map.of(FILE, sorted.getBytes(StandardCharsets.ISO_8859_1));
    }
}
