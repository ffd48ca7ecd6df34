package io.bouquet.testkit;

import io.bouquet.testkit.ClassFile.Note;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Reads the service properties that a component declares, as bnd writes them (OSGi Compendium 8, 112.8). */
final class ComponentProperties {
    private static final String PREFIX = "PREFIX_";

    private ComponentProperties() {}

    static Map<String, Object> of(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Note> notes = ClassFile.of(type).notes;
        for (Note note : notes) {
            try {
                Class<?> annotation = Class.forName(note.type(), false, type.getClassLoader());
                if (ClassFile.find(ClassFile.of(annotation).notes, ComponentPropertyType.class)
                        .isPresent()) {
                    add(annotation, note, properties);
                }
            } catch (ClassNotFoundException e) {
                // others are for other tools, and nobody needs their classes
                if (note.type().contains(".propertytypes.")) {
                    throw new IllegalArgumentException(
                            type.getName() + " has the annotation " + note.type()
                                    + ", whose class is not on the class path of the test",
                            e);
                }
            }
        }
        // the list of @Component comes last: it replaces others
        ClassFile.find(notes, Component.class).ifPresent(component -> list(component, properties));
        return properties;
    }

    /** Returns the names of the services that a component provides; those of its interfaces unless it names others. */
    static List<String> services(Class<?> type) {
        Optional<Note> component = ClassFile.find(ClassFile.of(type).notes, Component.class);
        Object named = component.map(note -> note.values().get("service")).orElse(null);
        List<String> services = new ArrayList<>();
        if (named instanceof List<?> names) {
            names.forEach(name -> services.add(name.toString()));
        } else {
            for (Class<?> its : type.getInterfaces()) {
                services.add(its.getName());
            }
        }
        return services;
    }

    private static void add(Class<?> annotation, Note note, Map<String, Object> properties) {
        String prefix = prefix(annotation);
        Method[] methods = annotation.getDeclaredMethods();
        if (methods.length == 0) {
            properties.put(prefix + ofClass(annotation), true);
            return;
        }
        boolean isSingle = methods.length == 1 && methods[0].getName().equals("value");
        for (Method method : methods) {
            Object value = note.values().get(method.getName());
            Object its = value == null ? method.getDefaultValue() : value;
            if (its != null) {
                String name = isSingle ? ofClass(annotation) : ofMethod(method.getName());
                properties.put(prefix + name, converted(its, method.getReturnType()));
            }
        }
    }

    private static String prefix(Class<?> annotation) {
        try {
            return String.valueOf(annotation.getField(PREFIX).get(null));
        } catch (NoSuchFieldException e) {
            return "";
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(annotation + "." + PREFIX + " is not public", e);
        }
    }

    /** {@code ServiceRanking} gives {@code service.ranking}. */
    private static String ofClass(Class<?> annotation) {
        return annotation
                .getSimpleName()
                .replaceAll("([a-z0-9])([A-Z])", "$1.$2")
                .toLowerCase(Locale.ROOT);
    }

    /** Maps {@code _} to a dot, {@code __} to {@code _}, {@code $_$} to a hyphen, and removes single {@code $}. */
    private static String ofMethod(String name) {
        return name.replace("$_$", "-")
                .replace("__", "\0")
                .replace('_', '.')
                .replace('\0', '_')
                .replace("$$", "\0")
                .replace("$", "")
                .replace('\0', '$');
    }

    /** Arrays of annotations are lists in files; classes and constants are texts in properties. */
    private static Object converted(Object value, Class<?> type) {
        if (!(value instanceof List<?> several)) {
            return type.isArray() || type == Class.class || type.isEnum() ? textual(value) : value;
        }
        Class<?> element = type.isArray() ? type.getComponentType() : String.class;
        Class<?> stored = element.isPrimitive() ? element : String.class;
        Object array = Array.newInstance(stored, several.size());
        for (int i = 0; i < several.size(); i++) {
            Array.set(array, i, stored == String.class ? several.get(i).toString() : several.get(i));
        }
        return array;
    }

    private static Object textual(Object value) {
        return value instanceof Class<?> type ? type.getName() : value instanceof Enum<?> one ? one.name() : value;
    }

    private static void list(Note component, Map<String, Object> properties) {
        if (!(component.values().get("property") instanceof List<?> lines)) {
            return;
        }
        Map<String, List<Object>> found = new LinkedHashMap<>();
        for (Object line : lines) {
            String text = line.toString();
            int equals = text.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String name = text.substring(0, equals);
            int colon = name.indexOf(':');
            String key = colon < 0 ? name : name.substring(0, colon);
            String type = colon < 0 ? "String" : name.substring(colon + 1);
            found.computeIfAbsent(key, any -> new ArrayList<>()).add(parsed(text.substring(equals + 1), type));
        }
        found.forEach((key, values) -> properties.put(key, values.size() == 1 ? values.get(0) : array(values)));
    }

    private static Object array(List<Object> values) {
        Object array = Array.newInstance(values.get(0).getClass(), values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private static Object parsed(String value, String type) {
        return switch (type) {
            case "Long" -> Long.valueOf(value.strip());
            case "Double" -> Double.valueOf(value.strip());
            case "Float" -> Float.valueOf(value.strip());
            case "Integer" -> Integer.valueOf(value.strip());
            case "Byte" -> Byte.valueOf(value.strip());
            case "Short" -> Short.valueOf(value.strip());
            case "Boolean" -> Boolean.valueOf(value.strip());
            case "Character" -> value.charAt(0);
            default -> value;
        };
    }
}
