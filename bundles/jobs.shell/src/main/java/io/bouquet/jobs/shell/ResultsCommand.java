package io.bouquet.jobs.shell;

import io.bouquet.jobs.Caller;
import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.Jobs;
import io.bouquet.jobs.ResultPage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code job:results}. */
@Service
@Command(
        scope = "job",
        name = "results",
        description = "Prints the results of a job as JSON lines",
        detailedDescription =
                "Prints 10 results, or as many as --limit says. With --output, writes all results to a file on"
                        + " the machine of the platform. Example: job:results --output /tmp/results.ndjson 01k…")
public final class ResultsCommand implements Action {
    private static final int PAGE = 100;
    private static final long DEFAULT_LIMIT = 10;

    @Reference
    Jobs jobs;

    @Reference
    Session session;

    @Option(name = "--after", description = "Continues after the result with this index")
    long after = -1;

    @Option(name = "--limit", description = "Results to print; 10 if absent, or all with --output")
    long limit;

    @Option(
            name = "--output",
            aliases = "-o",
            description = "A file on the machine of the platform that does not exist")
    @Completion(FileCompleter.class)
    @Nullable
    String output;

    @Argument(name = "job", description = "Id of a job", required = true)
    @Completion(JobCompleter.class)
    String id;

    @Override
    public @Nullable Object execute() throws IOException {
        run(JobText.caller(session), System.out);
        return null;
    }

    void run(Caller caller, PrintStream out) throws IOException {
        if (output == null) {
            long printed = print(caller, out, limit > 0 ? limit : DEFAULT_LIMIT);
            if (printed == 0) {
                out.println("no results" + (after < 0 ? " yet" : " after index " + after));
            }
            return;
        }
        find(caller, after, 1); // before the file is created
        Path file = Path.of(output);
        try (PrintStream lines = new PrintStream(
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)),
                false,
                StandardCharsets.UTF_8)) {
            long written = print(caller, lines, limit > 0 ? limit : Long.MAX_VALUE);
            if (lines.checkError()) {
                throw new IOException("the results could not be written to " + file.toAbsolutePath());
            }
            out.println(written + " results are in " + file.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("the file " + file.toAbsolutePath() + " exists already", e);
        }
    }

    private long print(Caller caller, PrintStream out, long most) {
        long printed = 0;
        long last = after;
        ResultPage page;
        do {
            page = find(caller, last, (int) Math.min(PAGE, most - printed));
            for (JobResult result : page.results()) {
                out.print(result.json() + "\n");
                last = result.index();
                printed++;
            }
        } while (page.hasMore() && printed < most);
        return printed;
    }

    private ResultPage find(Caller caller, long from, int most) {
        return jobs.results(id, caller, from, most).orElseThrow(() -> JobText.missing(id));
    }
}
