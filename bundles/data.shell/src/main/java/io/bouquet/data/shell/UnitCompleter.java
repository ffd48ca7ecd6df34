package io.bouquet.data.shell;

import io.bouquet.data.UnitSchemas;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of persistence units. */
@Service
public final class UnitCompleter implements Completer {
    @Reference
    UnitSchemas schemas;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(schemas.names()).complete(session, line, candidates);
    }
}
