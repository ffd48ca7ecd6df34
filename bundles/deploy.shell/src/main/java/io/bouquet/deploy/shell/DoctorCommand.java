package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code plugin:doctor}. */
@Service
@Command(
        scope = "plugin",
        name = "doctor",
        description = "Tells why a plugin is not live, and how to solve it",
        detailedDescription =
                "Examines a plugin, any bundle that did not come with the platform, or an archive that is not"
                        + " installed. Starts a bundle that should run and does not, to learn why. Example: plugin:doctor"
                        + " com.example.shop")
public final class DoctorCommand implements Action {
    @Reference
    Deployments deployments;

    @Argument(
            name = "name",
            description = "Name of a plugin, symbolic name or id of a bundle, or path of a JAR or KAR",
            required = true)
    @Completion(PluginCompleter.class)
    String name;

    @Override
    public @Nullable Object execute() throws Exception {
        if (ArchiveFile.isFile(name)) {
            try (ArchiveFile file = ArchiveFile.of(name)) {
                print(deployments.diagnose(file.path(), file.origin()), System.out);
            }
        } else {
            print(deployments.diagnose(name), System.out);
        }
        return null;
    }

    /** Prints a verdict, and a line for each problem and for each part that is live. */
    static void print(Diagnosis diagnosis, PrintStream out) {
        List<Finding> shown = diagnosis.shown();
        int all = diagnosis.findings().size();
        out.println(diagnosis.verdict()
                + (all > shown.size() ? "; the first " + shown.size() + " of " + all + " problems:" : ""));
        shown.forEach(finding -> out.println(String.format(Locale.ROOT, "  %s [%s]", finding.text(), finding.code())));
        diagnosis.live().forEach(one -> out.println("  live: " + one));
    }
}
