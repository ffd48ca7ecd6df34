package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:upgrade}. */
@Service
@Command(
        scope = "plugin",
        name = "upgrade",
        description = "Replaces a plugin by another version of it, without losing a request",
        detailedDescription =
                "Taggers and models: the new version is loaded, warmed up and checked beside the old one, and takes over when it is ready. Others: requests wait while it is replaced. If the new version cannot serve, the old one stays. A name is looked up in the repositories; without a version it is the latest that can run here. Examples: plugin:upgrade com.example.shout, plugin:upgrade --plan /plugins/shout-2.0.0.jar")
public final class UpgradeCommand implements Action {
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
    @Completion(NewerReleaseCompleter.class)
    String plugin;

    @Option(name = "--from", description = "Name of the repository, if several have the plugin")
    @Completion(RepositoryCompleter.class)
    String from = "";

    @Option(
            name = "-y",
            aliases = "--yes",
            description = "Does not ask after showing what a plugin of a repository asks for")
    boolean yes;

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
        if (!ArchiveFile.isFile(plugin)) {
            fromRepository(Chosen.of(plugin));
            return null;
        }
        try (ArchiveFile file = ArchiveFile.of(plugin)) {
            new ChangeRun(deployments, session, System.out).run(change("", file), plan);
        }
        return null;
    }

    private void fromRepository(Chosen chosen) throws IOException, InterruptedException {
        Release release = repositories.find(chosen.name(), chosen.version(), from);
        boolean there = release.installed().equals(Optional.of(release.version()));
        if (there && chosen.version().isEmpty() && !force) {
            System.out.println(release.name() + " " + release.version() + " is installed, and is the latest version in "
                    + release.repository() + " that can run here.");
            return;
        }
        new RepositoryInstall(repositories, deployments, session, System.out)
                .run(release, file -> change(release.name(), file), plan, yes);
    }

    private Change change(String name, ArchiveFile file) {
        Change upgrade = Change.upgrade(name, file.path(), file.origin(), downgrade);
        return InstallCommand.agreed(force ? upgrade.withForce() : upgrade, takeOver, allow);
    }
}
