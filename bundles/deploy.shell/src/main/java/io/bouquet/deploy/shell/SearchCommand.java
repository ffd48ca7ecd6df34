package io.bouquet.deploy.shell;

import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code plugin:search}. */
@Service
@Command(
        scope = "plugin",
        name = "search",
        description = "Lists plugins in the repositories",
        detailedDescription = "Finds plugins that have each of the words in their name, description, licence, routes,"
                + " layers or other contents. For each plugin it lists the latest version that can run here. Example:"
                + " plugin:search sentiment german")
public final class SearchCommand implements Action {
    @Reference
    Repositories repositories;

    @Argument(name = "words", description = "Words to find; all plugins if missing", multiValued = true)
    List<String> words = new ArrayList<>();

    @Option(name = "--all", description = "Lists all versions")
    boolean all;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        String text = String.join(" ", words);
        print(all ? repositories.search(text) : repositories.latest(text), System.out);
        return null;
    }

    void print(Repositories.Found found, PrintStream out) {
        if (json) {
            out.println(
                    Json.text(found.releases().stream().map(ReleaseText::json).toList()));
            return;
        }
        ShellTable table = new ShellTable();
        Stream.of("Name", "Version", "What", "Repository", "Installed", "Compatible")
                .forEach(table::column);
        table.emptyTableText(
                words.isEmpty()
                        ? "no plugins; plugin:repository-list shows the repositories"
                        : "no plugin has " + String.join(" and ", words));
        for (Release release : found.releases()) {
            table.addRow()
                    .addContent(
                            release.name(),
                            release.version(),
                            ReleaseText.what(release.summary()),
                            release.repository(),
                            release.installed().orElse(""),
                            release.isCompatible()
                                    ? "yes"
                                    : "no: " + release.unmet().get(0).problem());
        }
        table.print(out);
        ReleaseText.printProblems(found.problems(), out);
    }
}
