package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.table.Col;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** {@code plugin:list}. */
@Service
@Command(
        scope = "plugin",
        name = "list",
        description = "Lists the plugins: what each adds to the platform, its origin, and why it does not work",
        detailedDescription = "Plugins are all bundles that did not come with the platform. With --all, the platform's"
                + " own bundles that add taggers, models, routes, pages, entities or commands are listed as well. With a"
                + " name, or with --json, nothing is shortened to the width of the terminal.")
public final class ListCommand implements Action {
    private static final int FROM_SIZE = 16;

    @Reference
    BundleContext context;

    @Reference
    FeaturesService features;

    @Reference
    ConfigurationAdmin configurations;

    @Reference(optional = true)
    @Nullable
    Deployments deployments;

    @Reference
    Session session;

    @Argument(name = "name", description = "Symbolic name or id of a bundle: prints its details")
    @Completion(PluginCompleter.class)
    @Nullable
    String name;

    @Option(name = "--all", description = "Also lists the platform's own bundles")
    boolean all;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() throws Exception {
        Terminal terminal = session.getTerminal();
        print(plugins(), terminal == null ? 0 : terminal.getWidth(), System.out);
        if (!json && name == null && deployments != null) {
            deployments
                    .refusals()
                    .forEach(refusal ->
                            System.out.println("deploy/" + refusal.file() + " is refused: " + refusal.reason()));
        }
        return null;
    }

    private List<Plugin> plugins() throws Exception {
        Origins origins =
                Origins.of(features, configurations, deployments, Path.of(System.getProperty("karaf.data"), "kar"));
        Map<Long, Diagnosis> known = deployments == null
                ? Map.of()
                : deployments.diagnoses(
                        Stream.of(context.getBundles()).map(Bundle::getBundleId).toList());
        List<Plugin> plugins = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            try {
                Diagnosis diagnosis = known.get(bundle.getBundleId());
                plugins.add(new Plugin(
                        bundle.getBundleId(),
                        nameOf(bundle),
                        bundle.getVersion().toString(),
                        state(bundle),
                        diagnosis == null ? List.of() : diagnosis.live(),
                        origins.of(bundle),
                        diagnosis == null
                                ? List.of()
                                : diagnosis.findings().stream()
                                        .map(Finding::text)
                                        .toList()));
            } catch (IllegalStateException | IllegalArgumentException e) {
                // the bundle was uninstalled meanwhile: the framework forgets it before its state says so
                if (context.getBundle(bundle.getBundleId()) != null) {
                    throw e;
                }
            }
        }
        return plugins;
    }

    /** Returns the symbolic name, or the location of an old-style bundle without a name. */
    static String nameOf(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "ACTIVE";
            case Bundle.INSTALLED -> "INSTALLED";
            case Bundle.RESOLVED -> "RESOLVED";
            case Bundle.STARTING -> "STARTING";
            case Bundle.STOPPING -> "STOPPING";
            default -> "UNINSTALLED";
        };
    }

    /** @param width width of the terminal; 0 for no limit */
    void print(List<Plugin> plugins, int width, PrintStream out) {
        List<Plugin> wanted = plugins.stream().filter(this::isWanted).toList();
        if (name != null && wanted.isEmpty()) {
            throw new IllegalArgumentException(
                    "no bundle '" + name + "'; plugin:list --all has the names of those that add something");
        }
        if (json) {
            out.println(json(wanted));
        } else if (name != null) {
            wanted.forEach(plugin -> detail(plugin, out));
        } else {
            table(wanted, width, out);
        }
    }

    private boolean isWanted(Plugin plugin) {
        if (name != null) {
            return plugin.name().equals(name) || Long.toString(plugin.id()).equals(name);
        }
        return plugin.isGuest() || (all && plugin.isRoom());
    }

    private static void table(List<Plugin> plugins, int width, PrintStream out) {
        ShellTable table = new ShellTable().size(Math.max(0, width - 1));
        for (String column : List.of("ID", "Name", "Version", "State")) {
            table.column(column);
        }
        Col from = table.column("From");
        Col adds = table.column("Adds");
        if (width > 0) {
            from.maxSize(FROM_SIZE);
            // the last column gets the rest of the width
            adds.wrap();
        }
        table.emptyTableText("no plugins; plugin:list --all lists the platform's own bundles");
        for (Plugin plugin : plugins) {
            table.addRow()
                    .addContent(
                            plugin.id(),
                            plugin.name(),
                            plugin.version(),
                            plugin.state(),
                            plugin.origin().text(),
                            String.join(", ", plugin.contributes()));
        }
        table.print(out);
        for (Plugin plugin : plugins) {
            List<String> problems = plugin.problems();
            if (!problems.isEmpty()) {
                out.println(plugin.name() + " [" + plugin.id() + "]: " + problems.get(0)
                        + (problems.size() == 1
                                ? ""
                                : " (plugin:doctor " + plugin.id() + " has " + (problems.size() - 1) + " more)"));
            }
        }
    }

    private static void detail(Plugin plugin, PrintStream out) {
        out.println(plugin.name() + " " + plugin.version() + " [" + plugin.id() + "] " + plugin.state());
        out.println("  from     " + plugin.origin().text());
        plugin.contributes().forEach(one -> out.println("  adds     " + one));
        plugin.problems().forEach(one -> out.println("  problem  " + one));
    }

    private static String json(List<Plugin> plugins) {
        List<Object> all = new ArrayList<>();
        for (Plugin plugin : plugins) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", plugin.id());
            one.put("name", plugin.name());
            one.put("version", plugin.version());
            one.put("state", plugin.state());
            one.put("adds", plugin.contributes());
            one.put("from", plugin.origin().text());
            one.put("platform", plugin.origin().platform());
            one.put("problems", plugin.problems());
            all.add(one);
        }
        return Json.text(all);
    }
}
