package io.bouquet.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.jobs.Caller;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobItems;
import io.bouquet.jobs.JobPage;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.Jobs;
import io.bouquet.jobs.NewJob;
import io.bouquet.jobs.ResultPage;
import io.bouquet.jobs.Submission;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobsPageTest {
    private final StubJobs jobs = new StubJobs();
    private final JobsPage page = new JobsPage(jobs);

    @Test
    void listsJobsWithProgressBarsAndRefreshesWhileOneRuns() {
        assertThat(list("ada"))
                .containsSubsequence(
                        "data-refresh=\"2\"",
                        "<a href=\"/console/jobs/01\">annotate</a>",
                        "<span class=\"state ready\">running</span>",
                        "aria-label=\"30% of the documents are processed\"><rect width=\"30%\"",
                        "about 10 s left",
                        "300 of 1,000",
                        "href=\"/console/jobs?after&#x3D;01\"")
                .doesNotContain("Account");
        assertThat(list("root", "admin")).contains("<td data-label=\"Account\" class=\"free\">ada</td>");
        jobs.state = JobState.DONE;
        assertThat(list("ada")).contains("state serving").doesNotContain("data-refresh");
    }

    @Test
    void saysHowToCreateAJobIfThereIsNone() {
        assertThat(list("bob")).contains("POST /api/jobs").doesNotContain("<table");
    }

    @Test
    void showsWhatAJobWaitsForAndWhyItFailed() {
        jobs.waiting = "the kind 'annotate', which is <not> installed";
        assertThat(list("ada")).contains("state waiting", "for the kind &#39;annotate&#39;, which is &lt;not&gt;");
        assertThat(show("ada", "01")).contains("It waits for the kind");
        jobs.waiting = "";
        jobs.state = JobState.FAILED;
        jobs.failure = "the layer 'x' cannot be made";
        assertThat(show("ada", "01")).contains("role=\"alert\">the layer", "/console/jobs/01/delete");
    }

    @Test
    void showsAJobWithItsFirstResults() {
        assertThat(show("ada", "01"))
                .containsSubsequence(
                        "/console/jobs/01/cancel",
                        "70.0 per second",
                        "<dt>layers</dt><dd>entities, tokens</dd>",
                        "<dt>Failed documents</dt><dd>2</dd>",
                        "{&quot;index&quot;:0}",
                        "http://localhost:8181/api/jobs/01/results");
    }

    @Test
    void cancelsAndDeletes() {
        assertThat(html(page.show(request("ada", "01/cancel")))).contains("name=\"csrf\"", "Cancel this job?");
        assertThat(page.submit(request("ada", "01/cancel")).redirect()).isEqualTo("jobs/01");
        assertThat(jobs.state).isEqualTo(JobState.CANCELLED);
        assertThat(html(page.show(request("ada", "01/delete")))).contains("name=\"csrf\"", "It is cancelled");
        assertThat(page.submit(request("ada", "01/delete")).redirect()).isEqualTo("jobs?deleted");
        assertStatus(404, () -> page.show(request("ada", "01")));
    }

    @Test
    void refusesWhatCannotBeDone() {
        assertStatus(404, () -> page.show(request("bob", "01")));
        assertStatus(404, () -> page.submit(request("bob", "01/cancel")));
        assertStatus(404, () -> page.submit(request("bob", "01/delete")));
        assertStatus(409, () -> page.submit(request("ada", "01/delete")));
        assertStatus(405, () -> page.submit(request("ada", "")));
    }

    private static void assertStatus(int status, Runnable call) {
        assertThatExceptionOfType(PageException.class).isThrownBy(call::run).satisfies(e -> assertThat(e.status())
                .isEqualTo(status));
    }

    private String list(String account, String... groups) {
        return show(account, "", groups);
    }

    private String show(String account, String rest, String... groups) {
        return html(page.show(request(account, rest, groups)));
    }

    private String html(PageView view) {
        return new PageRenderer(page).render(view, "token");
    }

    private static PageRequest request(String account, String rest, String... groups) {
        return new PageRequest(account, rest, Map.of(), "http://localhost:8181", Set.of(groups));
    }

    /** Has one job of ada. */
    private static final class StubJobs implements Jobs {
        private JobState state = JobState.RUNNING;
        private String waiting = "";
        private String failure = "";
        private boolean isDeleted;

        private Job job() {
            return new Job(
                    "01",
                    "ada",
                    "annotate",
                    Map.of("layers", List.of("entities", "tokens")),
                    state,
                    waiting,
                    failure,
                    1_000,
                    298,
                    2,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null,
                    70);
        }

        @Override
        public List<String> kinds() {
            return List.of("annotate");
        }

        @Override
        public Submission submit(NewJob job, JobItems items) {
            throw new AssertionError("the console creates no jobs");
        }

        @Override
        public Submission submit(NewJob job, JobFormat format, InputStream file) {
            throw new AssertionError("the console creates no jobs");
        }

        @Override
        public JobPage find(JobQuery query) {
            return query.caller().sees("ada") ? new JobPage(List.of(job()), true) : new JobPage(List.of(), false);
        }

        @Override
        public Optional<Job> get(String id, Caller caller) {
            return id.equals("01") && !isDeleted && caller.sees("ada") ? Optional.of(job()) : Optional.empty();
        }

        @Override
        public Optional<Job> cancel(String id, Caller caller) {
            if (get(id, caller).isPresent()) {
                state = JobState.CANCELLED;
            }
            return get(id, caller);
        }

        @Override
        public boolean delete(String id, Caller caller) {
            isDeleted = state.hasEnded();
            return isDeleted;
        }

        @Override
        public Optional<ResultPage> results(String id, Caller caller, long after, int limit) {
            return get(id, caller).map(job -> new ResultPage(List.of(new JobResult(0, "{\"index\":0}")), false));
        }
    }
}
