package io.bouquet.deploy.shell;

import io.bouquet.deploy.Outdated;
import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
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

/** {@code plugin:outdated}. */
@Service
@Command(
        scope = "plugin",
        name = "outdated",
        description = "Lists installed plugins of which a repository has a newer version",
        detailedDescription =
                "Shows the latest version that can run here, which plugin:upgrade NAME installs, and the latest"
                        + " of all with the reason why it cannot run here.")
public final class OutdatedCommand implements Action {
    @Reference
    Repositories repositories;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(repositories.outdated(), System.out);
        if (!json) {
            ReleaseText.printProblems(repositories.latest("").problems(), System.out);
        }
        return null;
    }

    void print(List<Outdated> plugins, PrintStream out) {
        if (json) {
            out.println(Json.text(plugins.stream().map(OutdatedCommand::json).toList()));
            return;
        }
        ShellTable table = new ShellTable();
        Stream.of("Name", "Installed", "Compatible", "Latest", "Repository", "Why not the latest")
                .forEach(table::column);
        table.emptyTableText("no repository has a newer version of an installed plugin");
        for (Outdated one : plugins) {
            Release latest = one.latest();
            table.addRow()
                    .addContent(
                            one.plugin(),
                            one.installed(),
                            one.compatible().map(Release::version).orElse("none"),
                            latest.version(),
                            latest.repository(),
                            latest.isCompatible() ? "" : latest.unmet().get(0).text());
        }
        table.print(out);
    }

    private static Map<String, Object> json(Outdated one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", one.plugin());
        json.put("installed", one.installed());
        json.put("compatible", one.compatible().map(ReleaseText::json).orElse(null));
        json.put("latest", ReleaseText.json(one.latest()));
        return json;
    }
}
