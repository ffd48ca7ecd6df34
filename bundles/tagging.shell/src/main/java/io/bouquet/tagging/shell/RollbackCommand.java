package io.bouquet.tagging.shell;

import io.bouquet.tagging.Policies;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code tagger:rollback}. */
@Service
@Command(
        scope = "tagger",
        name = "rollback",
        description = "Makes the previous version of a tagger serve again",
        detailedDescription = "It is pinned until tagger:promote or tagger:policy changes that. Nothing is loaded for"
                + " it, and no request is lost.")
public final class RollbackCommand implements Action {
    @Reference
    Policies policies;

    @Argument(index = 0, name = "name", description = "The tagger", required = true)
    @Completion(TaggerCompleter.class)
    String name;

    @Override
    public @Nullable Object execute() {
        run(System.out);
        return null;
    }

    void run(PrintStream out) {
        out.println(PolicyText.of(name, policies.rollBack(name)));
    }
}
