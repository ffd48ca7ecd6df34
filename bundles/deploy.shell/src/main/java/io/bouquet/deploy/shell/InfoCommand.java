package io.bouquet.deploy.shell;

import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code plugin:info}. */
@Service
@Command(
        scope = "plugin",
        name = "info",
        description = "Shows what a plugin in a repository adds and asks for",
        detailedDescription =
                "Shows its routes, layers, entities, scopes, permissions and packages, whether it can run here,"
                        + " and its versions. Example: plugin:info com.example.hello-service@1.0.0")
public final class InfoCommand implements Action {
    @Reference
    Repositories repositories;

    @Argument(name = "plugin", description = "NAME, or NAME@VERSION for a certain version", required = true)
    @Completion(ReleaseCompleter.class)
    String plugin;

    @Option(name = "--from", description = "Name of the repository, if several have the plugin")
    @Completion(RepositoryCompleter.class)
    String from = "";

    @Override
    public @Nullable Object execute() {
        print(System.out);
        return null;
    }

    void print(PrintStream out) {
        Chosen chosen = Chosen.of(plugin);
        List<Release> versions = repositories.search(chosen.name()).releases().stream()
                .filter(release -> release.name().equals(chosen.name()))
                .filter(release -> from.isEmpty() || release.repository().equals(from))
                .toList();
        // a plugin of which no version can run here has information, too
        Release shown = !versions.isEmpty()
                        && chosen.version().isEmpty()
                        && versions.stream().noneMatch(Release::isCompatible)
                ? versions.get(0)
                : repositories.find(chosen.name(), chosen.version(), from);
        ReleaseText.print(shown, shown.summary(), out);
        out.println("versions: "
                + versions.stream()
                        .map(release -> release.version() + (release.isCompatible() ? "" : " (not compatible)"))
                        .collect(Collectors.joining(", ")));
    }
}
