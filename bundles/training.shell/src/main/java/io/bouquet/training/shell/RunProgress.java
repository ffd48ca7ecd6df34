package io.bouquet.training.shell;

import io.bouquet.training.DataFormat;
import io.bouquet.training.Run;
import io.bouquet.training.RunRequest;
import io.bouquet.training.RunState;
import io.bouquet.training.Trainings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.console.Session;

/** Starts a run, and shows its progress and its outcome. */
final class RunProgress {
    private static final long POLL_MILLIS = 200;
    private static final int PATIENT_POLLS = 5;

    private final Trainings trainings;
    private final String account;
    private final PrintStream out;

    RunProgress(Trainings trainings, Session session, PrintStream out) {
        this(trainings, String.valueOf(session.get("USER")), out);
    }

    RunProgress(Trainings trainings, String account, PrintStream out) {
        this.trainings = trainings;
        this.account = account;
        this.out = out;
    }

    /** Returns the name of a file, without its folders. */
    static String name(String file) {
        Path name = Path.of(file).getFileName();
        return name == null ? file : name.toString();
    }

    /** @param file path of the data; the empty string for none */
    void run(RunRequest request, String file) throws IOException, InterruptedException {
        Run run;
        if (file.isEmpty()) {
            run = trainings.start(request, DataFormat.TSV, InputStream.nullInputStream(), account);
        } else {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                throw new IllegalArgumentException(
                        "there is no file " + path.toAbsolutePath().normalize() + " on the machine of the platform");
            }
            DataFormat format = DataFormat.ofFile(file)
                    .orElseThrow(() -> new IllegalArgumentException("the name of the file must end in one of "
                            + DataFormat.allExtensions() + ", not '" + file + "'"));
            try (InputStream in = Files.newInputStream(path)) {
                run = trainings.start(request, format, in, account);
            }
        }
        follow(run);
    }

    /** @throws IllegalStateException if the run fails; the message says why */
    private void follow(Run begun) throws InterruptedException {
        Run run = begun;
        String told = "";
        int polls = 0;
        try {
            while (!run.state().hasEnded()) {
                boolean waits = run.state() == RunState.QUEUED && polls++ > PATIENT_POLLS;
                String step = waits ? "waiting for another run" : run.step();
                // without the figures at the end of a step, so that each step is one line
                if (!step.isEmpty() && !step.equals(told)) {
                    out.println("  " + step);
                    out.flush();
                    told = step;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                run = trainings.run(run.id()).orElseThrow(() -> new IllegalStateException("the run was deleted"));
            }
        } catch (InterruptedException e) {
            out.println("The run goes on; nlp:show " + run.id() + " shows it, nlp:cancel ends it");
            throw e;
        }
        if (run.state() != RunState.DONE) {
            throw new IllegalStateException(
                    run.state() == RunState.CANCELLED ? "the run was cancelled" : run.failure());
        }
        RunText.print(run, trainings, out);
    }
}
