package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.common.Surrogates;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.rest.OffsetUnit;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks the parts of a request one after the other, and collects all errors. */
final class RequestCheck {
    private static final int MAX_ID_LENGTH = 200;
    private static final int SHOWN = 200;
    private static final int MAX_KEY_LENGTH = 200;

    private final Supplier<List<Pipeline>> pipelines;
    private final List<FieldError> errors = new ArrayList<>();

    /** @param pipelines called only if a layer or a language is checked */
    RequestCheck(Supplier<List<Pipeline>> pipelines) {
        this.pipelines = pipelines;
    }

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** @throws ProblemException 422 if there are errors */
    void complete() {
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
    }

    void add(FieldError error) {
        errors.add(error);
    }

    /** Whether {@code node} is an object. Members that are not in {@code known} are errors. */
    boolean object(JsonNode node, List<Object> loc, Collection<String> known) {
        if (!node.isObject()) {
            add(new FieldError("model_attributes_type", loc, "must be an object", null));
            return false;
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                add(new FieldError(
                        "extra_forbidden",
                        at(loc, shorten(name)),
                        "is not known here; known: " + String.join(", ", known),
                        null));
            }
        }
        return true;
    }

    /** Returns a string; null if {@code node} is not a string, which is an error. */
    @Nullable
    String string(JsonNode node, List<Object> loc) {
        if (node.isTextual()) {
            return node.textValue();
        }
        add(
                node.isMissingNode()
                        ? new FieldError("missing", loc, "is required", null)
                        : new FieldError("string_type", loc, "must be a string", null));
        return null;
    }

    /** Checks the id that a caller gives a document; returns it, also if it does not fit; null if it is not a string. */
    @Nullable
    String id(JsonNode node, List<Object> loc) {
        String id = string(node, loc);
        if (id == null) {
            return null;
        }
        wellFormed(id, loc);
        if (!isIdLength(id)) {
            add(new FieldError(
                    id.isEmpty() ? "string_too_short" : "string_too_long",
                    loc,
                    "must have 1 to " + MAX_ID_LENGTH + " characters",
                    null));
        }
        return id;
    }

    static boolean isIdLength(String id) {
        return !id.isEmpty() && id.length() <= MAX_ID_LENGTH;
    }

    /** Returns a text; null if {@code node} is not a string. */
    @Nullable
    String text(JsonNode node, List<Object> loc) {
        String text = string(node, loc);
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            add(new FieldError(
                    "string_too_short", loc, "must have at least 1 character", text, Map.of("min_length", 1)));
        }
        wellFormed(text, loc);
        return text;
    }

    void wellFormed(String text, List<Object> loc) {
        int lone = Surrogates.firstUnpaired(text);
        if (lone >= 0) {
            add(new FieldError(
                    "string_unicode",
                    loc,
                    "is no Unicode text: half a surrogate pair at UTF-16 offset " + lone,
                    null,
                    Map.of("position", lone)));
        }
    }

    /** Returns the requested layers; empty for all. */
    List<String> layers(JsonNode layers, List<Object> loc) {
        if (layers.isMissingNode() || layers.isNull()) {
            return List.of();
        }
        if (!layers.isArray()) {
            add(new FieldError("list_type", loc, "must be a list", null));
            return List.of();
        }
        if (layers.isEmpty()) {
            add(new FieldError(
                    "too_short",
                    loc,
                    "must name at least 1 layer, or be left out for all",
                    null,
                    Map.of("min_length", 1)));
            return List.of();
        }
        SortedSet<String> served = new TreeSet<>();
        pipelines.get().forEach(pipeline -> served.addAll(pipeline.layers()));
        Set<String> wanted = new LinkedHashSet<>();
        for (int i = 0; i < layers.size(); i++) {
            String layer = string(layers.get(i), at(loc, i));
            if (layer != null && !served.contains(layer)) {
                add(unknown("layer", layer, served, at(loc, i)));
            } else if (layer != null) {
                wanted.add(layer);
            }
        }
        return List.copyOf(wanted);
    }

    /** Returns the requested language; the empty string if it should be detected. */
    String language(JsonNode node, List<Object> loc) {
        String language = node.isMissingNode() || node.isNull() ? null : string(node, loc);
        if (language == null) {
            return "";
        }
        SortedSet<String> served = new TreeSet<>();
        pipelines.get().forEach(pipeline -> served.add(pipeline.language()));
        served.remove("");
        String code = language.toLowerCase(Locale.ROOT);
        if (!served.contains(code)) {
            add(unknown("language", language, served, loc));
        }
        return code;
    }

    OffsetUnit offsets(JsonNode node, List<Object> loc) {
        String offsets = node.isMissingNode() || node.isNull() ? null : string(node, loc);
        if (offsets == null) {
            return OffsetUnit.UTF16;
        }
        return OffsetUnit.of(offsets).orElseGet(() -> {
            add(new FieldError(
                    "enum",
                    loc,
                    "must be one of " + OffsetUnit.NAMES,
                    shorten(offsets),
                    Map.of("expected", OffsetUnit.NAMES)));
            return OffsetUnit.UTF16;
        });
    }

    /** Returns the key for canaries; the empty string if there is none. */
    String key(JsonNode node, List<Object> loc) {
        String key = node.isMissingNode() || node.isNull() ? null : string(node, loc);
        if (key == null) {
            return "";
        }
        if (key.length() > MAX_KEY_LENGTH) {
            add(new FieldError(
                    "string_too_long",
                    loc,
                    "must have at most " + MAX_KEY_LENGTH + " characters",
                    shorten(key),
                    Map.of("max_length", MAX_KEY_LENGTH)));
        }
        return key;
    }

    static FieldError unknown(String kind, String value, Set<String> served, List<Object> loc) {
        String expected = served.isEmpty() ? "none" : String.join(", ", served);
        return new FieldError(
                "enum",
                loc,
                "names the " + kind + " '" + shorten(value) + "', which no tagger has; serving: " + expected,
                shorten(value),
                Map.of("expected", expected));
    }

    static List<Object> at(List<Object> loc, Object step) {
        List<Object> at = new ArrayList<>(loc);
        at.add(step);
        return at;
    }

    static boolean isWellFormed(String text) {
        return Surrogates.firstUnpaired(text) < 0;
    }

    /** Returns the beginning of a value of the caller, without unpaired surrogates, for a message. */
    static String shorten(String text) {
        String begin = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        StringBuilder fit = new StringBuilder(begin.length());
        begin.codePoints()
                .map(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(fit::appendCodePoint);
        return fit.toString();
    }
}
