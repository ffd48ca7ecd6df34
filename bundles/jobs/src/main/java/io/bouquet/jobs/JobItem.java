package io.bouquet.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of a new job.
 *
 * @param place location for errors, such as {@code ["body", "line", 3]}
 * @param value the document in JSON's types; anything but a {@link java.util.Map} is an error
 * @param error why the document cannot be read; null if it can
 */
public record JobItem(
        List<Object> place,
        @Nullable Object value,
        @Nullable InputError error) {
    public JobItem {
        place = List.copyOf(place);
    }

    public static JobItem of(List<Object> place, @Nullable Object value) {
        return new JobItem(place, value, null);
    }

    /** Creates a document that cannot be read. */
    public static JobItem invalid(List<Object> place, String type, String msg) {
        return new JobItem(place, null, new InputError(type, List.of(), msg));
    }
}
