package io.bouquet.tagging.shell;

import io.bouquet.tagging.Policies;
import java.io.PrintStream;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code tagger:promote}. */
@Service
@Command(
        scope = "tagger",
        name = "promote",
        description = "Makes one version of a tagger serve alone",
        detailedDescription =
                "Without a version: the candidate of a canary or shadow, or else the newest that is ready."
                        + " Nothing is loaded for it, and no request is lost.")
public final class PromoteCommand implements Action {
    @Reference
    Policies policies;

    @Argument(index = 0, name = "name", description = "The tagger", required = true)
    @Completion(TaggerCompleter.class)
    String name;

    @Argument(index = 1, name = "version", description = "The version that should serve")
    @Completion(VersionCompleter.class)
    @Nullable
    String version;

    @Override
    public @Nullable Object execute() {
        run(System.out);
        return null;
    }

    void run(PrintStream out) {
        out.println(PolicyText.of(name, policies.promote(name, Objects.requireNonNullElse(version, ""))));
    }
}
