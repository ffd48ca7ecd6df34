package io.bouquet.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of a deployment.
 *
 * @param id         unique; sorts by time
 * @param account    name of the account that asked for the change
 * @param origin     source of the archive, as shown to users; the empty string if there was no archive
 * @param from       version that served before; the empty string if there was none
 * @param to         requested version; the empty string for a removal
 * @param serves     version that serves after the change; the empty string if there is none
 * @param ended      end of the change; empty while it runs
 * @param reason     why the change failed, or what the plugin waits for; the empty string if all went well
 * @param steps      finished steps, in order
 * @param checks     checks of the new version
 * @param traffic    requests during the change; empty for an installation, or if they were not measured
 * @param bytesFreed size of the archive of the removed version, once its class loader is collected; empty before that,
 *                   or if no version was removed
 */
public record Receipt(
        String id,
        Change.Kind kind,
        String plugin,
        String account,
        String origin,
        String from,
        String to,
        String serves,
        boolean sideBySide,
        Instant began,
        Optional<Instant> ended,
        Outcome outcome,
        String reason,
        List<Step> steps,
        List<Check> checks,
        Optional<Cut> traffic,
        Optional<Long> bytesFreed) {
    public Receipt {
        steps = List.copyOf(steps);
        checks = List.copyOf(checks);
    }

    /** Returns the first receipt of a change, before any step. The version {@code from} still serves. */
    public static Receipt begun(
            String id,
            Change.Kind kind,
            String plugin,
            String account,
            String origin,
            String from,
            String to,
            boolean sideBySide,
            Instant began) {
        return new Receipt(
                id,
                kind,
                plugin,
                account,
                origin,
                from,
                to,
                from,
                sideBySide,
                began,
                Optional.empty(),
                Outcome.RUNNING,
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns this receipt with other steps and checks. */
    public Receipt withProgress(boolean both, List<Step> taken, List<Check> made) {
        return with(serves, both, ended, outcome, reason, taken, made, traffic, bytesFreed);
    }

    /** Returns this receipt at the end of its change. */
    public Receipt withEnd(String serving, Instant at, Outcome result, String why, Optional<Cut> figures) {
        return with(serving, sideBySide, Optional.of(at), result, why, steps, checks, figures, bytesFreed);
    }

    /** Returns this receipt with other figures about requests. */
    public Receipt withTraffic(Cut figures) {
        return with(serves, sideBySide, ended, outcome, reason, steps, checks, Optional.of(figures), bytesFreed);
    }

    /** Returns this receipt with the bytes that the collected old version has freed. */
    public Receipt withBytesFreed(long bytes) {
        return with(serves, sideBySide, ended, outcome, reason, steps, checks, traffic, Optional.of(bytes));
    }

    /** Returns a copy with new values for all components that may change during and after a change. */
    private Receipt with(
            String serving,
            boolean both,
            Optional<Instant> end,
            Outcome result,
            String why,
            List<Step> taken,
            List<Check> made,
            Optional<Cut> figures,
            Optional<Long> bytes) {
        return new Receipt(
                id, kind, plugin, account, origin, from, to, serving, both, began, end, result, why, taken, made,
                figures, bytes);
    }

    /** The outcome of a change. */
    public enum Outcome {
        RUNNING,
        DONE,
        /** The plugin is installed, but a part of it waits for something from another bundle. The reason names it. */
        INCOMPLETE,
        /** The change failed. The previous version serves, if there was one. */
        FAILED,
        /** The platform stopped before the change was done. The previous version serves, if there was one. */
        UNDONE
    }

    /** A finished step, and how long it took. */
    public record Step(String what, Instant at, Duration took) {}

    /** A check of the new version before it serves. */
    public record Check(String what, boolean passed, String detail) {}

    /**
     * Figures about the requests during a change.
     *
     * @param inFlight     requests in flight on the whole platform at the cut-over, when the old version stops getting
     *                     requests
     * @param drained      time until the last request of the old version had finished
     * @param finished     requests of the old version that were in flight at the cut-over and finished normally
     * @param interrupted  requests of the old version that were interrupted because they took too long
     * @param stillRunning requests of the old version that still run although they were interrupted
     * @param waited       requests that had to wait
     * @param failed       requests that failed during the change, over the whole platform
     * @param p99Before    p99 latency of all requests in the seconds before, in microseconds; 0 if there were none
     * @param p99During    the same, from the first step to the last
     * @param p99After     the same, in the seconds after; 0 until they have passed
     */
    public record Cut(
            int inFlight,
            Duration drained,
            long finished,
            long interrupted,
            long stillRunning,
            long waited,
            long failed,
            long p99Before,
            long p99During,
            long p99After) {
        /** Returns these figures with the p99 latency in the seconds after the change. */
        public Cut withP99After(long p99) {
            return new Cut(
                    inFlight, drained, finished, interrupted, stillRunning, waited, failed, p99Before, p99During, p99);
        }
    }
}
