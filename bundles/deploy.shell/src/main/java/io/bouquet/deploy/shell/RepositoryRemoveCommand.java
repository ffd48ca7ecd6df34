package io.bouquet.deploy.shell;

import io.bouquet.deploy.Repositories;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code plugin:repository-remove}. */
@Service
@Command(
        scope = "plugin",
        name = "repository-remove",
        description = "Removes a repository from the configuration",
        detailedDescription = "Plugins that were installed from it stay installed.")
public final class RepositoryRemoveCommand implements Action {
    @Reference
    Repositories repositories;

    @Argument(name = "name", description = "Name of the repository", required = true)
    @Completion(RepositoryCompleter.class)
    String name;

    @Override
    public @Nullable Object execute() {
        repositories.remove(name);
        return null;
    }
}
