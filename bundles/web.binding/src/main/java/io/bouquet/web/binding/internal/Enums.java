package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Enumerations, by the names of their constants in JSON. */
final class Enums {
    private Enums() {}

    /** By Java's names. */
    static Scalars.Conversion of(Enum<?>[] constants) {
        return of(constants, Arrays.stream(constants).map(Enum::name).toList());
    }

    /** By Jackson's annotations. */
    static Scalars.Conversion of(Object[] constants, ObjectMapper json) {
        return of(
                constants,
                Arrays.stream(constants)
                        .map(constant -> json.valueToTree(constant).asText())
                        .toList());
    }

    private static Scalars.Conversion of(Object[] constants, List<String> names) {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (int i = 0; i < constants.length; i++) {
            byName.put(names.get(i), constants[i]);
        }
        String expected = byName.keySet().stream().collect(Collectors.joining(", "));
        Misfit misfit = new Misfit("enum", Map.of("expected", expected));
        return (node, strict) -> {
            boolean isName = node.isTextual() || node.isNumber() && !strict;
            return isName ? byName.getOrDefault(node.asText(), misfit) : misfit;
        };
    }
}
