package io.bouquet.deploy.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Archives;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Download;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.Repositories;
import io.bouquet.deploy.spi.Permissions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Lists the installed plugins, changes them, and shows the history of changes. */
@Component
@ConsolePageService(path = "plugins", title = "Plugins", order = 25)
public final class PluginsPage implements ConsolePage {
    private static final String UPLOAD = "upload/";
    private static final String PLUGIN = "plugin/";
    private static final String RECEIPT = "receipts/";
    private static final String LEAK = "leaks/";
    private static final String REPOSITORIES = "repositories";
    private static final String RELEASE = "release";
    private static final String ROLLBACK = "/rollback";
    private static final String REMOVE = "/remove";
    private static final String PURGE = "/purge";
    private static final String DOCTOR = "/doctor";
    private static final String NEW = "new";
    /** Seconds between two refreshes while a change runs. */
    private static final int REFRESH = 2;

    private final Deployments deployments;
    private final NewPlugin newPlugin;
    private final Archives archives;
    private final Repositories repositories;
    private final Uploads uploads;
    private final Supplier<Instant> clock;

    /** A leak, as the page shows it. */
    record LeakView(long id, String bundle, String version, String stamp, String age, List<String> holders) {
        static LeakView of(Leak leak, Instant now) {
            return new LeakView(
                    leak.id(),
                    leak.bundle(),
                    leak.version(),
                    leak.since().toString(),
                    Units.age(leak.since(), now),
                    leak.holders());
        }
    }

    @Activate
    public PluginsPage(
            @Reference Deployments deployments,
            @Reference Archives archives,
            @Reference Repositories repositories,
            BundleContext context) {
        this(
                deployments,
                archives,
                repositories,
                new NewPlugin(Path.of(Objects.requireNonNullElse(context.getProperty("karaf.home"), "."))),
                Instant::now);
    }

    PluginsPage(
            Deployments deployments,
            Archives archives,
            Repositories repositories,
            NewPlugin newPlugin,
            Supplier<Instant> clock) {
        this.deployments = deployments;
        this.archives = archives;
        this.repositories = repositories;
        this.newPlugin = newPlugin;
        this.clock = clock;
        uploads = new Uploads(clock);
    }

    @Deactivate
    void close() {
        uploads.close();
    }

    @Override
    public PageView show(PageRequest request) {
        String rest = request.rest();
        if (rest.isEmpty()) {
            return list(request, "");
        }
        if (rest.startsWith(RECEIPT)) {
            return receipt(rest.substring(RECEIPT.length()));
        }
        if (rest.equals(NEW)) {
            return newPlugin.show(request);
        }
        requireAdmin(request);
        if (rest.equals(REPOSITORIES)) {
            return repositories(request);
        }
        if (rest.startsWith(PLUGIN) && rest.endsWith(DOCTOR)) {
            return doctor(rest.substring(PLUGIN.length(), rest.length() - DOCTOR.length()));
        }
        if (rest.startsWith(UPLOAD)) {
            Uploads.Upload upload = upload(rest);
            try {
                return planned(
                        request,
                        plan(upload),
                        archives.summary(upload.file(), upload.name()).rows());
            } catch (RefusedException e) {
                return refused(upload.name(), e);
            }
        }
        Change change = change(rest);
        try {
            return planned(request, new Planned(change, deployments.plan(change)), List.of());
        } catch (RefusedException e) {
            return refused(change.plugin(), e);
        }
    }

    @Override
    public PageView submit(PageRequest request) {
        requireAdmin(request);
        String rest = request.rest();
        if (rest.startsWith(LEAK)) {
            return holder(rest.substring(LEAK.length()));
        }
        if (rest.equals(RELEASE)) {
            return download(request);
        }
        boolean uploaded = rest.startsWith(UPLOAD);
        Change change = uploaded ? confirmed(request, upload(rest)) : change(rest);
        try {
            // begin() copies the archive before it returns
            Receipt receipt = deployments.begin(change, request.account());
            if (uploaded) {
                uploads.drop(rest.substring(UPLOAD.length()));
            }
            return PageView.redirect("plugins/" + RECEIPT + receipt.id());
        } catch (RefusedException e) {
            return refused(uploaded ? change.origin() : change.plugin(), e);
        }
    }

    @Override
    public PageView upload(PageRequest request, String file, InputStream content) throws IOException {
        requireAdmin(request);
        if (!request.rest().isEmpty()) {
            throw missing(request.rest());
        }
        if (file.isEmpty()) {
            return list(request, "Choose a file first: a JAR or a KAR.");
        }
        return PageView.redirect("plugins/" + UPLOAD + uploads.keep(file, content));
    }

    /** A change with its plan. */
    private record Planned(Change change, Plan plan) {}

    /** Plans an upgrade, also to an older version, if the plugin is installed; else an installation. */
    private Planned plan(Uploads.Upload upload) {
        Change up = Change.upgrade("", upload.file(), upload.name(), false);
        try {
            return new Planned(up, deployments.plan(up));
        } catch (RefusedException e) {
            Change other =
                    switch (e.reason()) {
                        case NOT_FOUND -> Change.install(upload.file(), upload.name());
                        case CONFLICT ->
                            Change.upgrade("", upload.file(), upload.name(), true)
                                    .withForce();
                        default -> throw e;
                    };
            return new Planned(other, deployments.plan(other));
        }
    }

    /** Returns the change that the form has shown, with what the user has agreed to. */
    private static Change confirmed(PageRequest request, Uploads.Upload upload) {
        Set<String> allow = new HashSet<>();
        for (String permission : Permissions.ALL) {
            if (request.parameter("allow-" + permission).equals("true")) {
                allow.add(permission);
            }
        }
        Change change = asked(request, upload).allowing(allow);
        change = change.kind() == Change.Kind.UPGRADE
                        && request.parameter("force").equals("true")
                ? change.withForce()
                : change;
        return request.parameter("takeOver").equals("true") ? change.withTakeOver() : change;
    }

    private static Change asked(PageRequest request, Uploads.Upload upload) {
        return switch (request.parameter("change")) {
            case "install" -> Change.install(upload.file(), upload.name());
            case "upgrade" ->
                Change.upgrade(
                        "",
                        upload.file(),
                        upload.name(),
                        request.parameter("downgrade").equals("true"));
            default -> throw new PageException(400, "This form asks for an unknown change.");
        };
    }

    private static Change change(String rest) {
        if (rest.startsWith(PLUGIN) && rest.endsWith(ROLLBACK) && rest.length() > PLUGIN.length() + ROLLBACK.length()) {
            return Change.rollback(rest.substring(PLUGIN.length(), rest.length() - ROLLBACK.length()));
        }
        if (rest.startsWith(PLUGIN) && rest.endsWith(PURGE) && rest.length() > PLUGIN.length() + PURGE.length()) {
            return Change.remove(rest.substring(PLUGIN.length(), rest.length() - PURGE.length()))
                    .withPurge();
        }
        if (rest.startsWith(PLUGIN) && rest.endsWith(REMOVE) && rest.length() > PLUGIN.length() + REMOVE.length()) {
            return Change.remove(rest.substring(PLUGIN.length(), rest.length() - REMOVE.length()));
        }
        throw missing(rest);
    }

    private Uploads.Upload upload(String rest) {
        return uploads.find(rest.substring(UPLOAD.length()))
                .orElseThrow(
                        () -> new PageException(404, "This upload was used already or has expired. Upload it again."));
    }

    private PageView list(PageRequest request, String problem) {
        Instant now = clock.get();
        History history = History.of(request);
        List<Receipt> receipts = deployments.receipts(history.query());
        Map<String, Object> model = new HashMap<>();
        model.put("admin", request.isAdmin());
        model.put("problem", problem);
        model.put(
                "plugins",
                deployments.plugins().stream().map(it -> PluginView.of(it, now)).toList());
        model.put(
                "receipts", receipts.stream().map(it -> ReceiptView.of(it, now)).toList());
        model.put("refusals", deployments.refusals());
        model.put("of", history.plugin());
        model.put("pages", history.pages(receipts.size(), deployments.count(history.query())));
        model.put("refresh", receipts.stream().anyMatch(it -> it.outcome() == Receipt.Outcome.RUNNING) ? REFRESH : 0);
        // only for administrators: leaks show internals of plugins
        model.put(
                "leaks",
                request.isAdmin()
                        ? deployments.leaks().stream()
                                .map(it -> LeakView.of(it, now))
                                .toList()
                        : List.of());
        return PageView.of("plugins", model);
    }

    /** Lists what the repositories have, and the repositories. */
    private PageView repositories(PageRequest request) {
        String words = request.parameter("words").strip();
        Repositories.Found found = repositories.latest(words);
        return PageView.of(
                "repositories",
                Map.of(
                        "title",
                        "Plugins in repositories",
                        "words",
                        words,
                        "releases",
                        found.releases().stream().map(ReleaseView::of).toList(),
                        "repositories",
                        repositories.repositories()));
    }

    /** Downloads a release and shows the plan, as after an upload. */
    private PageView download(PageRequest request) {
        String name = request.parameter("name");
        try (Download download = repositories.download(
                        repositories.find(name, request.parameter("version"), request.parameter("repository")));
                InputStream content = Files.newInputStream(download.path())) {
            return PageView.redirect("plugins/" + UPLOAD + uploads.keep(download.origin(), content));
        } catch (RefusedException e) {
            return refused(name, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the archive of " + name + " cannot be stored", e);
        }
    }

    private static PageView planned(PageRequest request, Planned planned, List<ArchiveSummary.Row> contents) {
        return PageView.of(
                "plan",
                Map.of(
                        "title",
                        Units.name(planned.plan().kind()),
                        "address",
                        "/console/plugins/" + request.rest(),
                        "plan",
                        PlanView.of(planned.plan(), planned.change()),
                        "contents",
                        contents));
    }

    private static PageView refused(String what, RefusedException e) {
        if (e.reason() == Reason.NOT_FOUND) {
            throw new PageException(404, sentence(e));
        }
        return PageView.of("refused", Map.of("title", "Refused", "what", what, "problem", sentence(e)));
    }

    private PageView receipt(String id) {
        Receipt receipt =
                deployments.receipt(id).orElseThrow(() -> new PageException(404, "There is no receipt '" + id + "'."));
        return PageView.of(
                "receipt",
                Map.of(
                        "title",
                        Units.name(receipt.kind()) + " " + receipt.plugin(),
                        "receipt",
                        ReceiptView.of(receipt, clock.get())));
    }

    private PageView doctor(String plugin) {
        try {
            Diagnosis diagnosis = deployments.diagnose(plugin);
            return PageView.of(
                    "doctor",
                    Map.of(
                            "title",
                            "Doctor",
                            "diagnosis",
                            diagnosis,
                            "well",
                            diagnosis.isWell(),
                            "verdict",
                            diagnosis.verdict()));
        } catch (RefusedException e) {
            return refused(plugin, e);
        }
    }

    private PageView holder(String id) {
        try {
            long leak = Long.parseLong(id);
            List<LeakView> leaks = deployments.leaks().stream()
                    .filter(it -> it.id() == leak)
                    .map(it -> LeakView.of(it, clock.get()))
                    .toList();
            return PageView.of("holder", Map.of("title", "Leak", "leak", leaks, "path", deployments.findHolder(leak)));
        } catch (IllegalArgumentException e) {
            throw new PageException(404, "There is no leak '" + id + "' now; it may have been collected.");
        }
    }

    private static void requireAdmin(PageRequest request) {
        if (!request.isAdmin()) {
            throw new PageException(403, "Only accounts of the group 'admin' may change plugins.");
        }
    }

    private static PageException missing(String rest) {
        return new PageException(404, "There is nothing at 'plugins/" + rest + "'.");
    }

    private static String sentence(RefusedException e) {
        String message = String.valueOf(e.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }
}
