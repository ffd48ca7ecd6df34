package io.bouquet.jobs.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.jobs.Caller;
import io.bouquet.jobs.InputError;
import io.bouquet.jobs.InvalidJobException;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final Caller ROOT = new Caller("root", true);

    @TempDir
    Path folder;

    private final StubJobs jobs = new StubJobs();

    @Test
    void listsJobsWithTheirProgress() throws Exception {
        ListCommand command = new ListCommand();
        command.jobs = jobs;
        command.state = "running";
        String printed = printed(out -> command.print(ROOT, out));
        assertThat(printed)
                .contains("[#########.....................]  30 %", "running, waits", "1,000", "ada")
                .contains("01 waits for: the kind 'annotate'", "more with --after 01");
        assertThat(jobs.asked.state()).isEqualTo(JobState.RUNNING);
        command.json = true;
        JsonNode json = new ObjectMapper().readTree(printed(out -> command.print(ROOT, out)));
        assertThat(json.get(0).path("failed").asInt()).isEqualTo(2);
        command.state = "over";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(out -> command.print(ROOT, out)))
                .withMessageContaining("queued, running, done, failed, cancelled");
    }

    @Test
    void showsAJobWithABar() throws Exception {
        jobs.waiting = "";
        ShowCommand command = new ShowCommand();
        command.jobs = jobs;
        command.id = "01";
        assertThat(printed(out -> command.print(ROOT, out)))
                .contains(
                        "[#########.....................]  30 %  300 of 1,000, 2 failed, 70.0 per second, 10 s left",
                        "{\"layers\":[\"entities\"]}");
        command.id = "02";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(out -> command.print(ROOT, out)))
                .withMessageContaining("job:list");
    }

    @Test
    void followsAJobToItsEnd() throws Exception {
        jobs.waiting = "";
        jobs.states.addAll(List.of(JobState.RUNNING, JobState.DONE));
        ShowCommand command = new ShowCommand();
        command.jobs = jobs;
        command.id = "01";
        command.follow = true;
        assertThat(printed(out -> command.print(ROOT, out)))
                .contains("\r[#########.....................]  30 %")
                .contains("Job 01 of ada: annotate, done");
    }

    @Test
    void cancelsOnlyAJobThatHasNotEnded() throws Exception {
        CancelCommand command = new CancelCommand();
        command.jobs = jobs;
        command.id = "01";
        assertThat(printed(out -> command.cancel(ROOT, out))).contains("Cancelled after 300 of 1,000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(out -> command.cancel(ROOT, out)))
                .withMessageContaining("ended already: cancelled");
    }

    @Test
    void printsResultsOrWritesThemToAFile() throws Exception {
        ResultsCommand command = new ResultsCommand();
        command.jobs = jobs;
        command.id = "01";
        assertThat(printed(out -> command.run(ROOT, out)).lines()).hasSize(10);
        command.after = 240;
        command.limit = 100;
        assertThat(printed(out -> command.run(ROOT, out)).lines()).hasSize(9);
        command.after = -1;
        command.limit = 0;
        Path file = folder.resolve("results.ndjson");
        command.output = file.toString();
        assertThat(printed(out -> command.run(ROOT, out))).contains("250 results are in");
        assertThat(Files.readAllLines(file)).hasSize(250).last().isEqualTo("{\"index\":249}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(out -> command.run(ROOT, out)))
                .withMessageContaining("exists already");
    }

    @Test
    void submitsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("reviews.csv"), "text\ngood\n");
        SubmitCommand command = new SubmitCommand();
        command.jobs = jobs;
        command.file = file.toString();
        command.parameters = List.of("layers=entities,tokens", "language=en");
        assertThat(printed(out -> command.submit(ROOT, out))).contains("Created the job 01 with 1000 documents");
        assertThat(jobs.submitted)
                .isEqualTo(new NewJob(
                        "root", "annotate", Map.of("layers", "entities,tokens", "language", "en"), List.of(), ""));
        assertThat(jobs.format).isEqualTo(JobFormat.CSV);
    }

    @Test
    void saysWhyNoJobWasCreated() throws Exception {
        SubmitCommand command = new SubmitCommand();
        command.jobs = jobs;
        command.file = folder.resolve("missing.txt").toString();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(out -> command.submit(ROOT, out)))
                .withMessageContaining("there is no file");
        command.file = Files.writeString(folder.resolve("a.pdf"), "x").toString();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(out -> command.submit(ROOT, out)))
                .withMessageContaining(".csv");
        command.file = Files.writeString(folder.resolve("a.txt"), "x").toString();
        command.parameters = List.of("layers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(out -> command.submit(ROOT, out)))
                .withMessageContaining("name=value");
        command.parameters = List.of();
        jobs.refusal = new InvalidJobException(
                List.of(new InputError("missing", List.of("body", "line", 3, "text"), "is required")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(out -> command.submit(ROOT, out)))
                .withMessageContaining("line 3, text: is required");
    }

    @Test
    void tellsTimesInAUnitThatFits() {
        assertThat(List.of(JobText.duration(7), JobText.duration(600), JobText.duration(9_000)))
                .containsExactly("7 s", "10 min", "2.5 h");
    }

    @FunctionalInterface
    private interface Print {
        void to(PrintStream out) throws Exception;
    }

    private static String printed(Print print) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        print.to(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Has one job with 250 results. */
    private static final class StubJobs implements Jobs {
        private final Deque<JobState> states = new ArrayDeque<>();
        private JobState state = JobState.RUNNING;
        private String waiting = "the kind 'annotate'";
        private JobQuery asked;
        private NewJob submitted;
        private JobFormat format;
        private RuntimeException refusal;

        private Job job() {
            state = states.isEmpty() ? state : states.poll();
            return new Job(
                    "01",
                    "ada",
                    "annotate",
                    Map.of("layers", List.of("entities")),
                    state,
                    waiting,
                    "",
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
        public Submission submit(NewJob job, JobItems items) throws IOException {
            throw new AssertionError("submits files");
        }

        @Override
        public Submission submit(NewJob job, JobFormat given, InputStream file) {
            if (refusal != null) {
                throw refusal;
            }
            submitted = job;
            format = given;
            return new Submission(job(), true);
        }

        @Override
        public JobPage find(JobQuery query) {
            asked = query;
            return new JobPage(List.of(job()), true);
        }

        @Override
        public Optional<Job> get(String id, Caller caller) {
            return id.equals("01") ? Optional.of(job()) : Optional.empty();
        }

        @Override
        public Optional<Job> cancel(String id, Caller caller) {
            state = JobState.CANCELLED;
            return get(id, caller);
        }

        @Override
        public boolean delete(String id, Caller caller) {
            throw new AssertionError("deletes nothing");
        }

        @Override
        public Optional<ResultPage> results(String id, Caller caller, long after, int limit) {
            long end = Math.min(250, after + 1 + limit);
            return get(id, caller)
                    .map(job -> new ResultPage(
                            LongStream.range(after + 1, end)
                                    .mapToObj(i -> new JobResult(i, "{\"index\":" + i + "}"))
                                    .toList(),
                            end < 250));
        }
    }
}
