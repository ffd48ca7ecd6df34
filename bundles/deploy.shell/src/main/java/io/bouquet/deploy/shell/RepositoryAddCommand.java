package io.bouquet.deploy.shell;

import io.bouquet.deploy.Repositories;
import io.bouquet.deploy.RepositorySettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code plugin:repository-add}. */
@Service
@Command(
        scope = "plugin",
        name = "repository-add",
        description = "Configures a repository of plugins, or changes one",
        detailedDescription = "A file etc/io.bouquet.deploy.repository-NAME.cfg does the same. Example:"
                + " plugin:repository-add --key MCowBQ… team https://plugins.example.com/")
public final class RepositoryAddCommand implements Action {
    @Reference
    Repositories repositories;

    @Argument(
            name = "name",
            description = "A name of your choice: lower-case letters, digits and hyphens",
            required = true)
    String name;

    @Argument(
            index = 1,
            name = "url",
            description = "A folder on the machine of the platform, or an https: or http: URL",
            required = true)
    @Completion(FileCompleter.class)
    String url;

    @Option(name = "--key", description = "Public Ed25519 key of the publisher, in Base64")
    String key = "";

    @Option(name = "--unsigned", description = "Uses a repository on another machine although it has no key")
    boolean unsigned;

    @Option(
            name = "--artifact",
            description = "For a Maven repository: group:artifact or group:artifact:kar of a plugin",
            multiValued = true)
    List<String> artifacts = new ArrayList<>();

    @Override
    public @Nullable Object execute() {
        repositories.add(name, new RepositorySettings(url, key, unsigned, artifacts));
        System.out.println("plugin:search lists the plugins of " + name
                + "; plugin:repository-list tells if it cannot be" + " used.");
        return null;
    }
}
