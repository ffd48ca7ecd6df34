package io.bouquet.deploy;

import java.time.Duration;
import java.util.List;

/**
 * A plan: the effects that a change would have.
 *
 * @param from       current version; the empty string if there is none
 * @param to         version after the change; the empty string for a removal
 * @param sideBySide whether both versions would run at the same time, so that no request waits
 * @param bundles    affected bundles, each with the action on it
 * @param standstill routes and taggers whose requests would wait
 * @param notes      further information for the operator, such as unmet requirements
 * @param takeOvers  routes, layers and the like that the plugin would take over; refused unless the change allows it
 * @param asks       permissions that the plugin asks for and does not have yet: constants of
 *                   {@link io.bouquet.deploy.spi.Permissions}; refused unless the change allows them
 * @param findings   why the change would be refused, and mistakes in the archive; the notes have their texts
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
        List<String> asks,
        List<Finding> findings) {
    public Plan(
            Change.Kind kind,
            String plugin,
            String from,
            String to,
            boolean sideBySide,
            List<BundleStep> bundles,
            List<Standstill> standstill,
            List<String> notes) {
        this(kind, plugin, from, to, sideBySide, bundles, standstill, notes, List.of(), List.of(), List.of());
    }

    public Plan {
        bundles = List.copyOf(bundles);
        standstill = List.copyOf(standstill);
        notes = List.copyOf(notes);
        takeOvers = List.copyOf(takeOvers);
        asks = List.copyOf(asks);
        findings = List.copyOf(findings);
    }

    /** An action on a bundle. */
    public enum Action {
        INSTALL,
        UPDATE,
        /** Stopped and started again because it depends on a changed bundle. */
        REFRESH,
        STOP,
        UNINSTALL
    }

    /** An action on one bundle. */
    public record BundleStep(Action action, String bundle, String version) {}

    /**
     * A route or tagger that is unavailable for a moment. Its requests wait.
     *
     * @param kind   {@code route} or {@code tagger}
     * @param name   path of the route, or name of the tagger
     * @param atMost longest wait; later, requests are refused with 503
     */
    public record Standstill(String kind, String name, Duration atMost) {}

    /**
     * A name or path that the plugin would take over from another provider.
     *
     * @param kind     {@code layer}, {@code route}, {@code servlet}, {@code page} or {@code command}
     * @param name     layer with its language, HTTP method and path, servlet pattern, path of the page, or name of the
     *                 command
     * @param from     current provider; it stays if the change is refused
     * @param to       provider after the change
     * @param possible whether a take-over is possible while the current provider is installed
     */
    public record TakeOver(String kind, String name, String from, String to, boolean possible) {
        /** Returns one sentence without a full stop. */
        public String text() {
            return "the " + kind + " " + name + " is answered by " + from + " and would be answered by " + to;
        }
    }
}
