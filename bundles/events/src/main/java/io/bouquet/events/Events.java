package io.bouquet.events;

import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Publishes events to the clients of {@code /api/events}. Neither method waits for a client. Thread-safe.
 *
 * <p>A topic has lower-case letters, digits, dots and dashes, in parts that {@code /} separates. A plugin's topics begin
 * with the symbolic name of its bundle: {@code com.example.review} or {@code com.example.review/created}. Topics of one part
 * without a dot belong to the platform.
 *
 * <p>The data are members of a JSON object: strings, numbers, booleans, nulls, and maps and iterables of these. An event is
 * at most 64 KiB long.
 */
@ProviderType
public interface Events {
    /**
     * Publishes an event that every account may see.
     *
     * @throws IllegalArgumentException if the caller may not use the topic, or the data are invalid or too long
     */
    void publish(String topic, Map<String, ?> data);

    /**
     * Publishes an event that the accounts of some groups may see; administrators see all events.
     *
     * @throws IllegalArgumentException if the caller may not use the topic, or the data are invalid or too long
     */
    void publish(String topic, Set<String> groups, Map<String, ?> data);
}
