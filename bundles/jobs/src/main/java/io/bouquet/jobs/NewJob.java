package io.bouquet.jobs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job that is to be created.
 *
 * @param account    name of the account that creates it
 * @param kind       name of its kind, such as {@code annotate}
 * @param parameters parameters for the kind, in JSON's types
 * @param place      location of the parameters for errors, such as {@code ["query"]}
 * @param key        a second request of the account with this key and the same content gives the same job; the empty
 *                   string for none
 */
public record NewJob(String account, String kind, Map<String, Object> parameters, List<Object> place, String key) {
    public NewJob {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        place = List.copyOf(place);
    }
}
