package io.bouquet.console.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a page: a Mustache template with its values, a redirect, or a file.
 *
 * <p>A section treats the empty string, 0, an empty list and null as false: {@code {{#taggers.size}}<table>…}}.
 * Templates can use partials of the console: {@code {{>console/marked}}} shows the current value, a {@link MarkedText},
 * {@code {{>console/laned}}} a {@link LanedText}, {@code {{>console/legend}}} the legend of either, and {@code
 * {{>console/chart}}} a {@link Chart}.
 *
 * @param template name of a resource beside the page's class, such as {@code taggers.mustache}
 * @param model    values by name; they are escaped. The console adds {@code csrf}, a hidden field for each form. A
 *                 {@code title} is put before the page's title in the title of the window
 * @param redirect path below {@code /console/}; null if the answer is something else
 * @param file     null if the answer is something else
 */
public record PageView(
        String template,
        Map<String, ?> model,
        @Nullable String redirect,
        @Nullable PageFile file) {
    public static PageView of(String template, Map<String, ?> model) {
        return new PageView(template, Map.copyOf(model), null, null);
    }

    public static PageView redirect(String path) {
        return new PageView("", Map.of(), path, null);
    }

    public static PageView file(PageFile file) {
        return new PageView("", Map.of(), null, file);
    }
}
