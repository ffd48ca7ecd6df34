package io.bouquet.console.spi;

import java.util.List;
import java.util.Map;

/**
 * What a browser asks a page for.
 *
 * @param account    name of the account that is logged in
 * @param rest       the path below the page's own, without a leading slash; empty for the page itself
 * @param parameters of the query and the form, by name
 */
public record PageRequest(String account, String rest, Map<String, List<String>> parameters) {
    /** The first value of a parameter; the empty string where there is none. */
    public String parameter(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }
}
