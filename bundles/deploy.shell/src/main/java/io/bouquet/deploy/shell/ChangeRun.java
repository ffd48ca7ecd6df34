package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.MultiException;

/** Runs the changes of a command. Prints the plan, or each finished step and the receipt. */
final class ChangeRun {
    private static final long POLL_MILLIS = 100;

    private final Deployments deployments;
    private final String account;
    private final PrintStream out;

    ChangeRun(Deployments deployments, Session session, PrintStream out) {
        this(deployments, String.valueOf(session.get("USER")), out);
    }

    ChangeRun(Deployments deployments, String account, PrintStream out) {
        this.deployments = deployments;
        this.account = account;
        this.out = out;
    }

    /**
     * Carries out several changes one after the other. If a change fails, the next one is tried all the same, as in
     * Karaf's own commands.
     *
     * @throws MultiException if several changes were asked for and some failed; the message has the reason of each
     */
    void runAll(List<Change> changes, boolean plan) throws InterruptedException, MultiException {
        if (changes.size() == 1) {
            run(changes.get(0), plan);
            return;
        }
        List<Exception> failures = new ArrayList<>();
        for (Change change : changes) {
            try {
                run(change, plan);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        MultiException.throwIf(failures.size() + " of " + changes.size() + " changes failed", failures);
    }

    /** @throws IllegalStateException if the change fails; the message says why, and which version serves */
    void run(Change change, boolean plan) throws InterruptedException {
        if (plan) {
            ReceiptText.print(deployments.plan(change), out);
            return;
        }
        Receipt receipt = deployments.begin(change, account);
        int told = 0;
        while (receipt.outcome() == Outcome.RUNNING) {
            told = tell(receipt, told);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            receipt = deployments.receipt(receipt.id()).orElse(receipt);
        }
        tell(receipt, told);
        out.println();
        ReceiptText.print(receipt, out);
        if (receipt.outcome() == Outcome.INCOMPLETE) {
            out.println(receipt.plugin() + " is installed and incomplete: " + first(receipt));
        } else if (receipt.outcome() != Outcome.DONE) {
            throw new IllegalStateException(receipt.plugin() + " was not changed: " + first(receipt));
        }
    }

    /** Returns the first line of the reason; the receipt has the others. */
    private static String first(Receipt receipt) {
        return receipt.reason().lines().findFirst().orElse("");
    }

    private int tell(Receipt receipt, int told) {
        List<Receipt.Step> steps = receipt.steps();
        steps.subList(Math.min(told, steps.size()), steps.size()).forEach(step -> out.println(ReceiptText.line(step)));
        out.flush();
        return steps.size();
    }
}
