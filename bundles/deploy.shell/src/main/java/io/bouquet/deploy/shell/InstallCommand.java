package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
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
                "Keeps the archive, so that the plugin is there after a restart, and a receipt. Example: plugin:install file:/plugins/hello-service-1.0.0.jar")
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

    @Option(name = "--plan", description = "Prints what would be done, and does nothing")
    boolean plan;

    @Override
    public @Nullable Object execute() throws Exception {
        try (ArchiveFile file = ArchiveFile.of(archive)) {
            new ChangeRun(deployments, session, System.out).run(Change.install(file.path(), file.origin()), plan);
        }
        return null;
    }
}
