package io.bouquet.accounts.shell;

import io.bouquet.accounts.Audit;
import java.security.AccessController;
import java.security.Principal;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Records shell commands that may change something in the audit log. */
@Component
public final class RecordedCommands implements CommandSessionListener {
    /** Commands that change nothing. */
    private static final Pattern READING = Pattern.compile(
            "(?:\\*?:?help|man|exit|logout|clear|history|watch|head|tail|grep|cat|less|more|sort|wc|echo|date|info|list|"
                    + "account:token-list|nlp:\\S+|\\w+:(?:list|info|help|history|leaks|traffic|models|taggers|compare|display"
                    + "|get|tail|show|diag|headers|status|tree-show|echo|date|man|grep|head|version))(?:\\s[^;&({$]*)?");

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'", Pattern.DOTALL);
    /** Commands that contain the name of an account, but never a password. */
    private static final Pattern ACCOUNT = Pattern.compile("account:\\w+[^|;&\"']*");

    private static final Pattern MAY_HOLD_SECRETS =
            Pattern.compile("(?i).*(?:passw|secret|token|credential|\\s-p).*", Pattern.DOTALL);

    private final Audit audit;

    @Activate
    public RecordedCommands(@Reference Audit audit) {
        this.audit = audit;
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence line) {
        // commands are recorded after they have run
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Exception failure) {
        record(session, line, "failed: " + failure.getMessage());
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Object result) {
        record(session, line, "done");
    }

    private void record(CommandSession session, CharSequence line, String outcome) {
        String shown = shown(line.toString());
        if (!shown.isEmpty()) {
            audit.done(Objects.toString(session.get("USER"), "karaf"), client(), shown, outcome);
        }
    }

    /** Returns the client as Karaf's SSH server recorded it at the login: {@code ssh(/192.0.2.1:50000)}. */
    @SuppressWarnings("removal") // its replacement needs Java 18
    private static String client() {
        Subject subject = Subject.getSubject(AccessController.getContext());
        return subject == null
                ? "the shell"
                : subject.getPrincipals().stream()
                        .filter(principal ->
                                principal.getClass().getSimpleName().equals("ClientPrincipal"))
                        .map(Principal::getName)
                        .findFirst()
                        .orElse("the shell");
    }

    /** Returns the line to record, or the empty string if it changes nothing. */
    static String shown(String line) {
        String command = line.strip();
        if (command.isEmpty()
                || command.startsWith("//")
                || command.startsWith("\\#")
                || READING.matcher(QUOTED.matcher(command).replaceAll("")).matches()) {
            return "";
        }
        if (MAY_HOLD_SECRETS.matcher(command).matches()
                && !ACCOUNT.matcher(command).matches()) {
            return command.split("\\s", 2)[0] + " …";
        }
        return command;
    }
}
