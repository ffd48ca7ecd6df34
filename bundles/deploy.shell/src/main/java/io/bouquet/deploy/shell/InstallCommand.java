package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Repositories;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:install}. */
@Service
@Command(
        scope = "plugin",
        name = "install",
        description = "Installs a plugin from a repository, a JAR or a KAR",
        detailedDescription =
                "Stores the archive, so that the plugin survives a restart, and a receipt. A name is looked"
                        + " up in the repositories, and what the plugin asks for is shown first. An argument with a slash or a"
                        + " colon, or that ends with .jar or .kar, is a file or URL. Examples: plugin:install"
                        + " com.example.hello-service@1.0.0, plugin:install /plugins/hello-service-1.0.0.jar")
public final class InstallCommand implements Action {
    @Reference
    Deployments deployments;

    @Reference
    Session session;

    @Reference
    Repositories repositories;

    @Argument(
            name = "plugin",
            description =
                    "NAME or NAME@VERSION of a plugin in a repository; or a JAR or KAR: a path on the machine of the"
                            + " platform, or a URL",
            required = true)
    @Completion(ReleaseCompleter.class)
    String plugin;

    @Option(name = "--from", description = "Name of the repository, if several have the plugin")
    @Completion(RepositoryCompleter.class)
    String from = "";

    @Option(
            name = "-y",
            aliases = "--yes",
            description = "Does not ask after showing what a plugin of a repository asks for")
    boolean yes;

    @Option(name = "--take-over", description = "Lets it answer routes and layers that another plugin answers now")
    boolean takeOver;

    @Option(
            name = "--allow",
            description = "Gives it a permission that it asks for: accounts, authenticator, filters",
            multiValued = true)
    List<String> allow = new ArrayList<>();

    @Option(name = "--plan", description = "Prints what would be done, and does nothing")
    boolean plan;

    @Override
    public @Nullable Object execute() throws Exception {
        if (!ArchiveFile.isFile(plugin)) {
            Chosen chosen = Chosen.of(plugin);
            new RepositoryInstall(repositories, deployments, session, System.out)
                    .run(
                            repositories.find(chosen.name(), chosen.version(), from),
                            file -> agreed(Change.install(file.path(), file.origin()), takeOver, allow),
                            plan,
                            yes);
            return null;
        }
        try (ArchiveFile file = ArchiveFile.of(plugin)) {
            new ChangeRun(deployments, session, System.out)
                    .run(agreed(Change.install(file.path(), file.origin()), takeOver, allow), plan);
        }
        return null;
    }

    /** Returns the change with the take-overs and permissions that the operator agrees to. */
    static Change agreed(Change change, boolean takeOver, List<String> allow) {
        Change allowed = change.allowing(Set.copyOf(allow));
        return takeOver ? allowed.withTakeOver() : allowed;
    }
}
