package io.bouquet.testkit;

/**
 * A server-sent event.
 *
 * @param id   the empty string if it has none
 * @param name {@code message} if it has none
 */
public record ServerEvent(String id, String name, String data) {
    /** @throws AssertionError if the data is not JSON of the type */
    public <T> T as(Class<T> type) {
        return StreamedAnswer.parsed(data, type);
    }
}
