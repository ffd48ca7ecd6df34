package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Leak;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code plugin:leaks}. */
@Service
@Command(
        scope = "plugin",
        name = "leaks",
        description = "Lists removed bundles that are still in memory or still running, and what holds them",
        detailedDescription = "With --find, searches a heap dump for the reference path that holds a leak. That"
                + " pauses the platform for about a second for each 100 MB of live heap.")
public final class LeaksCommand implements Action {
    @Reference
    Deployments deployments;

    @Option(name = "--find", description = "Id of a leak: prints the reference path that holds it")
    @Nullable
    Long find;

    @Override
    public @Nullable Object execute() {
        run(System.out);
        return null;
    }

    void run(PrintStream out) {
        if (find != null) {
            List<String> path = deployments.findHolder(find);
            if (path.isEmpty()) {
                out.println("nothing holds it any more");
            }
            path.forEach(out::println);
            return;
        }
        List<Leak> leaks = deployments.leaks();
        ShellTable table = new ShellTable();
        Stream.of("ID", "Bundle", "Version", "Since").forEach(table::column);
        table.emptyTableText("no leaks");
        leaks.forEach(leak -> table.addRow()
                .addContent(leak.id(), leak.bundle(), leak.version(), ReceiptText.TIME.format(leak.since())));
        table.print(out);
        for (Leak leak : leaks) {
            leak.holders().forEach(holder -> out.println(leak.id() + ": " + holder));
            if (leak.holders().isEmpty()) {
                out.println(leak.id() + ": plugin:leaks --find " + leak.id() + " tells what holds it");
            }
        }
    }
}
