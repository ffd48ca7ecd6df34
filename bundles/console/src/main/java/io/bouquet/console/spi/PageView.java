package io.bouquet.console.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page answers: a Mustache template with its values, or a redirect.
 *
 * <p>To a section the empty string, 0, an empty list and null are false: {@code {{#taggers.size}}<table>…}}. Templates
 * have two partials of the console at hand: {@code {{>console/marked}}} shows the {@link MarkedText} that is
 * the current value, and {@code {{>console/legend}}} its legend.
 *
 * @param template name of a resource beside the page's class, such as {@code taggers.mustache}
 * @param model    values by name; what they hold is escaped. {@code csrf} is added: a hidden field for each form.
 *                 {@code title}, where it is there, comes before the page's own in the window's title
 * @param redirect path to go to below {@code /console/}; null where the template is the answer
 */
public record PageView(
        String template, Map<String, ?> model, @Nullable String redirect) {
    public static PageView of(String template, Map<String, ?> model) {
        return new PageView(template, Map.copyOf(model), null);
    }

    public static PageView redirect(String path) {
        return new PageView("", Map.of(), path);
    }
}
