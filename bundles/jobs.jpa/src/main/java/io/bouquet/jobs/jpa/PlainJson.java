package io.bouquet.jobs.jpa;

import io.bouquet.common.Surrogates;
import io.bouquet.jobs.InputError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of values in JSON's types. */
final class PlainJson {
    private PlainJson() {}

    /**
     * Refuses all but JSON's types: the mapper would cache the classes of a plugin, and keep its class loader.
     *
     * @throws IllegalArgumentException if the value or a part of it is of another type
     */
    static void require(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                if (!(name instanceof String)) {
                    throw new IllegalArgumentException("a JSON object has strings as keys, not " + name);
                }
                require(member);
            });
        } else if (value instanceof Collection<?> list) {
            list.forEach(PlainJson::require);
        } else if (!(value == null
                || value instanceof String
                || value instanceof Number number && number.getClass().getName().startsWith("java.")
                || value instanceof Boolean)) {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getName() + " is not in JSON's types: string, number, boolean, list, map");
        }
    }

    /** Returns the errors of strings that not every database can store: with U+0000 or half a surrogate pair. */
    static List<InputError> unstorable(Object value) {
        List<InputError> errors = new ArrayList<>();
        find(value, List.of(), errors);
        return errors;
    }

    private static void find(@Nullable Object value, List<Object> loc, List<InputError> errors) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                check((String) name, loc, errors);
                find(member, at(loc, shorten((String) name)), errors);
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                find(list.get(i), at(loc, i), errors);
            }
        } else if (value instanceof String text) {
            check(text, loc, errors);
        }
    }

    private static void check(String text, List<Object> loc, List<InputError> errors) {
        if (text.indexOf('\0') >= 0) {
            errors.add(new InputError("value_error", loc, "must not hold U+0000, which cannot be kept"));
        }
        int lone = Surrogates.firstUnpaired(text);
        if (lone >= 0) {
            errors.add(new InputError(
                    "string_unicode",
                    loc,
                    "is no Unicode text: half a surrogate pair at UTF-16 offset " + lone,
                    null,
                    Map.of("position", lone)));
        }
    }

    private static String shorten(String name) {
        String begin = name.length() <= 50 ? name : name.substring(0, 50) + "…";
        return Surrogates.firstUnpaired(begin) < 0 ? begin.replace('\0', '\uFFFD') : "…";
    }

    private static List<Object> at(List<Object> loc, Object step) {
        List<Object> at = new ArrayList<>(loc);
        at.add(step);
        return at;
    }
}
