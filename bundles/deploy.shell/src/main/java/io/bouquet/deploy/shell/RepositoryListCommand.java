package io.bouquet.deploy.shell;

import io.bouquet.deploy.Repositories;
import io.bouquet.deploy.Repository;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code plugin:repository-list}. */
@Service
@Command(
        scope = "plugin",
        name = "repository-list",
        description = "Lists the repositories of plugins, and what is wrong with them",
        detailedDescription =
                "Trust is 'signed' if a key verifies the content, 'local' on the machine of the platform, and"
                        + " 'unsigned' if the other machine decides what is installed.")
public final class RepositoryListCommand implements Action {
    @Reference
    Repositories repositories;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(repositories.repositories(), System.out);
        return null;
    }

    void print(List<Repository> all, PrintStream out) {
        if (json) {
            out.println(Json.text(all.stream().map(RepositoryListCommand::json).toList()));
            return;
        }
        ShellTable table = new ShellTable();
        Stream.of("Name", "URL", "Layout", "Trust", "Made", "Versions").forEach(table::column);
        table.emptyTableText("no repository is configured; plugin:repository-add configures one");
        for (Repository one : all) {
            table.addRow()
                    .addContent(
                            one.name(),
                            one.url(),
                            one.layout(),
                            one.trust(),
                            one.made().map(ReceiptText.TIME::format).orElse(""),
                            one.releases());
        }
        table.print(out);
        all.stream()
                .filter(one -> !one.problem().isEmpty())
                .forEach(one -> out.println("repository " + one.name() + ": " + one.problem()));
    }

    private static Map<String, Object> json(Repository one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", one.name());
        json.put("url", one.url());
        json.put("layout", one.layout());
        json.put("trust", one.trust());
        json.put("made", one.made().map(Object::toString).orElse(null));
        json.put("versions", one.releases());
        json.put("problem", one.problem());
        return json;
    }
}
