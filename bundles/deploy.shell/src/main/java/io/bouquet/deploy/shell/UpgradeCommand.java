package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import java.util.ArrayList;
import java.util.List;
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

/** {@code plugin:upgrade}. */
@Service
@Command(
        scope = "plugin",
        name = "upgrade",
        description = "Replaces a plugin by another version of it, without losing a request",
        detailedDescription =
                "Taggers and models: the new version is loaded, warmed up and checked beside the old one, and takes over when it is ready. Others: requests wait while it is replaced. If the new version cannot serve, the old one stays. Example: plugin:upgrade --plan /plugins/shout-2.0.0.jar")
public final class UpgradeCommand implements Action {
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

    @Option(name = "--downgrade", description = "Allows an older version than the one that is installed")
    boolean downgrade;

    @Option(name = "--force", description = "Allows another build of the version that is installed")
    boolean force;

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
            Change upgrade = Change.upgrade("", file.path(), file.origin(), downgrade);
            new ChangeRun(deployments, session, System.out)
                    .run(InstallCommand.agreed(force ? upgrade.withForce() : upgrade, takeOver, allow), plan);
        }
        return null;
    }
}
