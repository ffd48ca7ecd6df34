package io.bouquet.web.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Javadoc of classes, from the file that the annotation processor {@code web.openapi.javadoc} writes into their JAR.
 * Texts are empty where there is no Javadoc or no such file.
 */
final class Docs {
    static final String FILE = "META-INF/bouquet/javadoc.properties";

    private final Map<ClassLoader, Properties> files = new HashMap<>();

    /** Returns the text of a class. */
    String of(Class<?> type) {
        return text(type, type.getName());
    }

    /** Returns the text of a field, an enum constant or a component of a record. */
    String ofField(Class<?> type, String field) {
        return text(type, type.getName() + "." + field);
    }

    /** Returns the text of a method. */
    String of(Method method) {
        return text(method.getDeclaringClass(), key(method));
    }

    /** Returns the text of a parameter by its position. */
    String ofParameter(Method method, int position) {
        return text(method.getDeclaringClass(), key(method) + "@" + position);
    }

    /** Returns what a method returns. */
    String ofReturn(Method method) {
        return text(method.getDeclaringClass(), key(method) + "@return");
    }

    /** Returns the first sentence of a text, without its full stop. */
    static String summary(String text) {
        int end = text.indexOf("\n\n");
        String first = (end < 0 ? text : text.substring(0, end)).replace('\n', ' ');
        int stop = first.indexOf(". ");
        String sentence = stop < 0 ? first : first.substring(0, stop);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String key(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getTypeName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private String text(Class<?> type, String key) {
        ClassLoader loader = type.getClassLoader();
        return loader == null
                ? ""
                : files.computeIfAbsent(loader, Docs::read).getProperty(key, "").strip();
    }

    private static Properties read(ClassLoader loader) {
        Properties texts = new Properties();
        @Nullable URL file = loader.getResource(FILE);
        if (file != null) {
            try {
                URLConnection connection = file.openConnection();
                // a cached JAR would stay open after an update
                connection.setUseCaches(false);
                try (InputStream in = connection.getInputStream()) {
                    texts.load(in);
                }
            } catch (IOException | IllegalArgumentException unreadable) {
                return new Properties();
            }
        }
        return texts;
    }
}
