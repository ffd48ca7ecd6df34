package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code plugin:history}. */
@Service
@Command(
        scope = "plugin",
        name = "history",
        description = "Lists the receipts of changes, the latest first",
        detailedDescription = "With the id of a receipt, prints its details.")
public final class HistoryCommand implements Action {
    @Reference
    Deployments deployments;

    @Argument(name = "plugin", description = "Name of a plugin, or id of a receipt")
    @Completion(DeployedCompleter.class)
    @Nullable
    String plugin;

    @Option(name = "--offset", description = "Number of the latest receipts to skip")
    int offset;

    @Option(name = "--limit", description = "Number of receipts to list, at most 1000")
    int limit = 20;

    @Override
    public @Nullable Object execute() {
        run(System.out);
        return null;
    }

    void run(PrintStream out) {
        String wanted = Objects.requireNonNullElse(plugin, "");
        Optional<Receipt> one = wanted.isEmpty() ? Optional.empty() : deployments.receipt(wanted);
        if (one.isPresent()) {
            ReceiptText.print(one.get(), out);
            one.get().steps().forEach(step -> out.println(ReceiptText.line(step)));
            return;
        }
        ReceiptQuery query = new ReceiptQuery(wanted, offset, limit);
        List<Receipt> receipts = deployments.receipts(query);
        ShellTable table = new ShellTable();
        Stream.of("Receipt", "Began", "By", "Change", "Plugin", "Version", "Outcome", "Waited", "Failed")
                .forEach(table::column);
        table.emptyTableText(wanted.isEmpty() ? "nothing was deployed" : "no receipt of a plugin '" + wanted + "'");
        for (Receipt receipt : receipts) {
            table.addRow()
                    .addContent(
                            receipt.id(),
                            ReceiptText.TIME.format(receipt.began()),
                            receipt.account(),
                            ReceiptText.lower(receipt.kind()),
                            receipt.plugin(),
                            ReceiptText.way(receipt.from(), receipt.to()),
                            ReceiptText.lower(receipt.outcome()),
                            receipt.traffic()
                                    .map(cut -> Long.toString(cut.waited()))
                                    .orElse("-"),
                            receipt.traffic()
                                    .map(cut -> Long.toString(cut.failed()))
                                    .orElse("-"));
        }
        table.print(out);
        long total = deployments.count(query);
        if (offset + receipts.size() < total) {
            out.println(
                    (offset + receipts.size()) + " of " + total + "; more with --offset " + (offset + receipts.size()));
        }
    }
}
