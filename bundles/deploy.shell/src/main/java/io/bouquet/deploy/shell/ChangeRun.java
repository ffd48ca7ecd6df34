package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.console.Session;

/** A change as a command has it done: its plan, or its steps as they come and the receipt. */
final class ChangeRun {
    private static final long LOOK_MILLIS = 100;

    private final Deployments deployments;
    private final String account;
    private final PrintStream out;

    ChangeRun(Deployments deployments, Session session, PrintStream out) {
        this.deployments = deployments;
        this.account = String.valueOf(session.get("USER"));
        this.out = out;
    }

    /** @throws IllegalStateException where the change fails; the message says why, and what serves */
    void run(Change change, boolean plan) throws InterruptedException {
        if (plan) {
            ReceiptText.print(deployments.plan(change), out);
            return;
        }
        Receipt receipt = deployments.begin(change, account);
        int told = 0;
        while (receipt.outcome() == Outcome.RUNNING) {
            told = tell(receipt, told);
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            receipt = deployments.receipt(receipt.id()).orElse(receipt);
        }
        tell(receipt, told);
        out.println();
        ReceiptText.print(receipt, out);
        if (receipt.outcome() == Outcome.INCOMPLETE) {
            out.println(receipt.plugin() + " is installed and incomplete: " + receipt.reason());
        } else if (receipt.outcome() != Outcome.DONE) {
            throw new IllegalStateException(receipt.plugin() + " was not changed: " + receipt.reason());
        }
    }

    private int tell(Receipt receipt, int told) {
        List<Receipt.Step> steps = receipt.steps();
        steps.subList(Math.min(told, steps.size()), steps.size()).forEach(step -> out.println(ReceiptText.line(step)));
        out.flush();
        return steps.size();
    }
}
