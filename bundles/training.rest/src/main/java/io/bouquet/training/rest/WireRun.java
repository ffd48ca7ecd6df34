package io.bouquet.training.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.training.Outcome;
import io.bouquet.training.Report;
import io.bouquet.training.Run;
import io.bouquet.training.RunKind;
import io.bouquet.training.RunRequest;
import io.bouquet.training.RunState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in a REST response.
 *
 * @param kind     what it does
 * @param request  what was asked for
 * @param step     what is done now
 * @param percent  progress of the step; missing if it is unknown
 * @param failure  why it failed
 * @param report   quality, on the data or on the part that was held out
 * @param model    the trained model
 * @param speed    speed of the pipeline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WireRun(
        String id,
        RunKind kind,
        String account,
        RunRequest request,
        RunState state,
        @Nullable String step,
        @Nullable Integer percent,
        @Nullable String failure,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable Report report,
        Outcome.@Nullable Model model,
        Outcome.@Nullable Speed speed) {
    static WireRun of(Run run) {
        Outcome outcome = run.outcome();
        return new WireRun(
                run.id(),
                run.request().runKind(),
                run.account(),
                run.request(),
                run.state(),
                run.step().isEmpty() ? null : run.step(),
                run.percent() < 0 ? null : run.percent(),
                run.failure().isEmpty() ? null : run.failure(),
                run.created(),
                run.started(),
                run.ended(),
                outcome == null ? null : outcome.report(),
                outcome == null ? null : outcome.model(),
                outcome == null ? null : outcome.speed());
    }

    /** A list of runs, the newest first. */
    record Runs(List<WireRun> runs) {}
}
