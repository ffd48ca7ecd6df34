package io.bouquet.accounts.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** Completes any text to itself. Karaf completes an argument only if it can complete the ones before it. */
@Service
public final class AnyTextCompleter implements Completer {
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        String text = line.getCursorArgument();
        if (text == null || text.isEmpty()) {
            return -1;
        }
        candidates.add(text);
        return line.getBufferPosition() - line.getArgumentPosition();
    }
}
