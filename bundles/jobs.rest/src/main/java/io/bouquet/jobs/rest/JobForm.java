package io.bouquet.jobs.rest;

import io.bouquet.jobs.JobFormat;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.ws.rs.core.MediaType;

/**
 * The fields beside an uploaded file: {@code kind}, and the parameters for the kind. A field that is sent several times
 * becomes a list.
 *
 * @param place where the fields came from
 */
record JobForm(List<Object> place, Map<String, List<String>> fields) {
    static final String DEFAULT_KIND = "annotate";

    private static final String KIND = "kind";

    String kind() {
        List<String> kinds = fields.getOrDefault(KIND, List.of());
        if (kinds.size() > 1) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("value_error", at(place, KIND), "is sent twice", null)));
        }
        return kinds.isEmpty() ? DEFAULT_KIND : kinds.get(0);
    }

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        fields.forEach((name, values) -> {
            if (!name.equals(KIND)) {
                parameters.put(name, values.size() == 1 ? values.get(0) : List.copyOf(values));
            }
        });
        return parameters;
    }

    /**
     * Returns the format of a file by its media type, or else by its name.
     *
     * @throws ProblemException 415 if the charset is not UTF-8
     */
    static Optional<JobFormat> format(String contentType, String file) {
        MediaType type;
        try {
            type = MediaType.valueOf(contentType);
        } catch (IllegalArgumentException e) {
            return JobFormat.ofFile(file);
        }
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !List.of("utf-8", "utf8", "us-ascii").contains(charset.toLowerCase(Locale.ROOT))) {
            throw ProblemException.of(415, "a file of documents must be in UTF-8, not in " + charset);
        }
        Optional<JobFormat> byType = JobFormat.ofMediaType(type.getType() + "/" + type.getSubtype());
        // browsers know CSV by many types, and JSON lines by none
        return byType.filter(format -> format != JobFormat.TEXT)
                .or(() -> JobFormat.ofFile(file))
                .or(() -> byType);
    }

    private static List<Object> at(List<Object> place, String name) {
        return List.of(place.get(0), name);
    }
}
