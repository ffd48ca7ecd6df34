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
 */
public record Plan(
        Change.Kind kind,
        String plugin,
        String from,
        String to,
        boolean sideBySide,
        List<BundleStep> bundles,
        List<Standstill> standstill,
        List<String> notes) {
    public Plan {
        bundles = List.copyOf(bundles);
        standstill = List.copyOf(standstill);
        notes = List.copyOf(notes);
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
}
