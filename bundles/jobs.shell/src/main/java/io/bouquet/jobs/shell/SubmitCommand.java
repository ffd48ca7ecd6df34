package io.bouquet.jobs.shell;

import io.bouquet.jobs.Caller;
import io.bouquet.jobs.InvalidJobException;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobLimitException;
import io.bouquet.jobs.Jobs;
import io.bouquet.jobs.NewJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** {@code job:submit}. */
@Service
@Command(
        scope = "job",
        name = "submit",
        description = "Creates a job with the documents of a file",
        detailedDescription =
                "The name of the file says its format: .txt (one document in each line), .csv (RFC 4180, with"
                        + " a column named text), .ndjson or .jsonl (JSON lines). Example: job:submit --parameter"
                        + " layers=entities,sentiment /tmp/reviews.csv")
public final class SubmitCommand implements Action {
    @Reference
    Jobs jobs;

    @Reference
    Session session;

    @Option(name = "--kind", description = "Kind of the job")
    @Completion(KindCompleter.class)
    String kind = "annotate";

    @Option(name = "--parameter", description = "A parameter for the kind, such as layers=entities", multiValued = true)
    List<String> parameters = new ArrayList<>();

    @Argument(name = "file", description = "A file on the machine of the platform", required = true)
    @Completion(FileCompleter.class)
    String file;

    @Override
    public @Nullable Object execute() throws IOException {
        submit(JobText.caller(session), System.out);
        return null;
    }

    void submit(Caller caller, PrintStream out) throws IOException {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    "there is no file " + path.toAbsolutePath().normalize() + " on the machine of the platform");
        }
        JobFormat format = JobFormat.ofFile(file)
                .orElseThrow(() -> new IllegalArgumentException("the name of the file must end in one of "
                        + JobFormat.allExtensions() + ", not '" + file + "'"));
        NewJob job = new NewJob(caller.account(), kind, parsed(), List.of(), "");
        try (InputStream in = Files.newInputStream(path)) {
            Job created = jobs.submit(job, format, in).job();
            out.println("Created the job " + created.id() + " with " + created.total()
                    + " documents; job:show --follow " + created.id() + " shows its progress");
        } catch (InvalidJobException | JobLimitException e) {
            throw new IllegalArgumentException("no job was created: " + e.getMessage(), e);
        }
    }

    private Map<String, Object> parsed() {
        Map<String, Object> parsed = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "a parameter has the form name=value, such as layers=entities; not '" + parameter + "'");
            }
            parsed.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return parsed;
    }
}
