package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
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
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code plugin:install}. */
@Service
@Command(
        scope = "plugin",
        name = "install",
        description = "Installs a plugin from a JAR or a KAR",
        detailedDescription =
                "Stores the archive, so that the plugin survives a restart, and a receipt. Example: plugin:install file:/plugins/hello-service-1.0.0.jar")
public final class InstallCommand implements Action {
    @Reference
    Deployments deployments;

    @Reference
    Session session;

    @Argument(
            name = "archive",
            description = "A JAR or KAR: a path on the machine of the platform, or a URL",
            required = true)
    @Completion(FileCompleter.class)
    String archive;

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
        try (ArchiveFile file = ArchiveFile.of(archive)) {
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
