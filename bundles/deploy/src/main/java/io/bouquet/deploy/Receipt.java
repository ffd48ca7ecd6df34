package io.bouquet.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of a deployment.
 *
 * @param id       sorts by time
 * @param account  whoever asked for it
 * @param origin   where the archive came from, for people; the empty string where there was none
 * @param from     version that served before; the empty string where none did
 * @param to       version asked for; the empty string where none
 * @param serves   version that serves after it; the empty string where none does
 * @param ended    empty while it runs
 * @param reason   why it did not come to what was asked, or what it waits for; the empty string where all is well
 * @param steps    what was done so far, in order
 * @param checks   what the candidate passed, or failed
 * @param traffic  requests around the cut; empty where none was made
 * @param bytesFreed bytes of the retired version's archive whose class loader is seen to be collected; empty while it
 *                 is not, or where none was retired
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

    /** Returns the first receipt of a change, before any step; {@code from} serves. */
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

    /** Returns the same receipt with other steps and checks. */
    public Receipt withProgress(boolean both, List<Step> taken, List<Check> made) {
        return with(serves, both, ended, outcome, reason, taken, made, traffic, bytesFreed);
    }

    /** Returns the same receipt at the end of its change. */
    public Receipt withEnd(String serving, Instant at, Outcome result, String why, Optional<Cut> figures) {
        return with(serving, sideBySide, Optional.of(at), result, why, steps, checks, figures, bytesFreed);
    }

    /** The same receipt with other figures about its requests. */
    public Receipt withTraffic(Cut figures) {
        return with(serves, sideBySide, ended, outcome, reason, steps, checks, Optional.of(figures), bytesFreed);
    }

    /** The same receipt, once the class loader of the retired version is collected. */
    public Receipt withBytesFreed(long bytes) {
        return with(serves, sideBySide, ended, outcome, reason, steps, checks, traffic, Optional.of(bytes));
    }

    /** A copy with all that may change while a change is carried out, and after it. */
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

    /** What came of it. */
    public enum Outcome {
        RUNNING,
        DONE,
        /** It is installed and part of it waits for something that others provide; the reason says for what. */
        INCOMPLETE,
        /** It could not be done; what served before serves. */
        FAILED,
        /** The platform went down in the middle; what served before serves. */
        UNDONE
    }

    /** Something that was done, and how long it took. */
    public record Step(String what, Instant at, Duration took) {}

    /** Something that was looked at before the candidate served. */
    public record Check(String what, boolean passed, String detail) {}

    /**
     * Requests around the cut-over.
     *
     * @param inFlight     requests in flight on the whole platform at the cut
     * @param drained      time until the requests were done that had begun with the old version
     * @param finished     requests of the old version that were in flight at the cut and ended by themselves
     * @param interrupted  requests of the old version that were interrupted because they took too long
     * @param stillRunning requests of the old version that go on although they were interrupted
     * @param waited       requests that were held
     * @param failed       requests that failed during the change, over the whole platform
     * @param p99Before    p99 of all requests, microseconds, in the seconds before; 0 where there were none
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
        /** The same figures, once those of the seconds after the change are known. */
        public Cut withP99After(long p99) {
            return new Cut(
                    inFlight, drained, finished, interrupted, stillRunning, waited, failed, p99Before, p99During, p99);
        }
    }
}
