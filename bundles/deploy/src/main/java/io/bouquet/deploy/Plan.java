package io.bouquet.deploy;

import java.time.Duration;
import java.util.List;

/**
 * What a change would do.
 *
 * @param from       version that runs; the empty string where none does
 * @param to         version that would; the empty string where none would
 * @param sideBySide whether both would be there at once, so that nothing stands still
 * @param bundles    that would be touched, each with what would happen to it
 * @param standstill what requests would wait for, and how long at most
 * @param notes      what else an operator should know, such as requirements that are not met
 * @param takeOvers  what the plugin would answer in place of another; refused unless the change allows it
 * @param asks       permissions that the plugin asks for and does not have yet, as in
 *                   {@link io.bouquet.deploy.spi.Permissions}; refused unless the change allows them
 */
public record Plan(
        Change.Kind kind,
        String plugin,
        String from,
        String to,
        boolean sideBySide,
        List<BundleStep> bundles,
        List<Standstill> standstill,
        List<String> notes,
        List<TakeOver> takeOvers,
        List<String> asks) {
    public Plan(
            Change.Kind kind,
            String plugin,
            String from,
            String to,
            boolean sideBySide,
            List<BundleStep> bundles,
            List<Standstill> standstill,
            List<String> notes) {
        this(kind, plugin, from, to, sideBySide, bundles, standstill, notes, List.of(), List.of());
    }

    public Plan {
        bundles = List.copyOf(bundles);
        standstill = List.copyOf(standstill);
        notes = List.copyOf(notes);
        takeOvers = List.copyOf(takeOvers);
        asks = List.copyOf(asks);
    }

    /** What happens to a bundle. */
    public enum Action {
        INSTALL,
        UPDATE,
        /** Stopped and started again since it uses what changes. */
        REFRESH,
        STOP,
        UNINSTALL
    }

    /** One bundle. */
    public record BundleStep(Action action, String bundle, String version) {}

    /**
     * A route or tagger that stands still while requests for it wait.
     *
     * @param kind    {@code route} or {@code tagger}
     * @param name    path of the route, name of the tagger
     * @param atMost  after which requests are refused with 503
     */
    public record Standstill(String kind, String name, Duration atMost) {}

    /**
     * Something that would be answered by the plugin in place of another.
     *
     * @param kind     {@code layer}, {@code route}, {@code servlet}, {@code page} or {@code command}
     * @param name     layer with its language, method and path, pattern, path of the page, name of the command
     * @param from     who answers it now, and goes on if the change is refused
     * @param to       who would
     * @param possible whether the newcomer can take it over while the other is there
     */
    public record TakeOver(String kind, String name, String from, String to, boolean possible) {
        /** In words. */
        public String text() {
            return "the " + kind + " " + name + " is answered by " + from + " and would be answered by " + to;
        }
    }
}
