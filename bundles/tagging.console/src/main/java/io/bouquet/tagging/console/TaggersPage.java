package io.bouquet.tagging.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.Policies;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TakeOvers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows taggers, models and pipelines, and lets administrators choose the serving versions. */
@Component
@ConsolePageService(path = "taggers", title = "Taggers", order = 20)
public final class TaggersPage implements ConsolePage {
    /** Seconds between two refreshes while versions change their state. */
    private static final int REFRESH = 2;

    private final Broker broker;
    private final Policies policies;
    private final TakeOvers takeOvers;
    private final Supplier<Instant> clock;

    record Step(String name, String href) {}

    record Line(String language, String code, List<Step> steps, List<String> layers) {
        static Line of(Pipeline pipeline) {
            return new Line(
                    pipeline.language().isEmpty() ? "Any other language" : Languages.name(pipeline.language()),
                    pipeline.language(),
                    pipeline.taggers().stream()
                            .map(name -> new Step(name, address(name)))
                            .toList(),
                    pipeline.layers().stream().sorted(LayerOrder.BY_USE).toList());
        }
    }

    @Activate
    public TaggersPage(@Reference Broker broker, @Reference Policies policies, @Reference TakeOvers takeOvers) {
        this(broker, policies, takeOvers, Instant::now);
    }

    TaggersPage(Broker broker, Policies policies, TakeOvers takeOvers, Supplier<Instant> clock) {
        this.broker = broker;
        this.policies = policies;
        this.takeOvers = takeOvers;
        this.clock = clock;
    }

    @Override
    public PageView show(PageRequest request) {
        return request.rest().isEmpty() ? list() : detail(request, null);
    }

    @Override
    public PageView submit(PageRequest request) {
        if (!request.isAdmin()) {
            throw new PageException(403, "Only accounts of the group 'admin' may choose which version serves.");
        }
        String name = request.rest();
        versions(name);
        try {
            switch (request.parameter("action")) {
                case "policy" -> policies.set(Map.of(name, PolicyForm.read(request)));
                case "promote" -> policies.promote(name, request.parameter("version"));
                case "rollback" -> policies.rollBack(name);
                case "takeover" -> takeOvers.allow(List.of(name));
                case "end-takeover" -> takeOvers.end(List.of(name));
                default -> throw new PageException(400, "This form asks for an unknown action.");
            }
        } catch (IllegalArgumentException e) {
            return detail(request, String.valueOf(e.getMessage()));
        }
        return PageView.redirect(address(name).substring("/console/".length()));
    }

    private PageView list() {
        List<TaggerInfo> taggers = broker.taggers().stream()
                .filter(tagger -> tagger.state() != TaggerInfo.State.RETIRED)
                .toList();
        return PageView.of(
                "taggers",
                Map.of(
                        "generation", broker.generation(),
                        "serving", count(taggers, TaggerInfo.State.SERVING),
                        "ready", count(taggers, TaggerInfo.State.READY),
                        "waiting",
                                count(taggers, TaggerInfo.State.WAITING) + count(taggers, TaggerInfo.State.STANDING_BY),
                        "failed", count(taggers, TaggerInfo.State.FAILED),
                        "refresh", refresh(taggers),
                        "taggers",
                                taggers.stream()
                                        .map(tagger -> VersionView.of(tagger, clock.get()))
                                        .toList(),
                        "pipelines", broker.pipelines().stream().map(Line::of).toList()));
    }

    /** @param problem error in the form that was sent; null if there is none */
    private PageView detail(PageRequest request, @Nullable String problem) {
        String name = request.rest();
        List<TaggerInfo> versions = versions(name);
        Policy policy = policies.of(name);
        Map<String, Object> model = new HashMap<>();
        model.put("title", name);
        model.put("name", name);
        model.put("href", address(name));
        model.put("problem", problem == null ? "" : problem);
        model.put("refresh", refresh(versions));
        model.put("policy", sentence(policy));
        model.put(
                "versions",
                versions.stream()
                        .map(version -> VersionView.of(version, clock.get()))
                        .toList());
        model.put("admin", request.isAdmin());
        model.put(
                "rollback",
                versions.stream().anyMatch(version -> version.state() == TaggerInfo.State.READY)
                        || policy.kind() == Policy.Kind.CANARY);
        boolean takesOver = takeOvers.allowed().contains(name);
        model.put("takesOver", takesOver);
        model.put(
                "mayTakeOver",
                !takesOver && versions.stream().anyMatch(version -> version.state() == TaggerInfo.State.STANDING_BY));
        boolean sent = problem != null && request.parameter("action").equals("policy");
        model.put("form", List.of(sent ? PolicyForm.of(request, versions) : PolicyForm.of(policy, versions)));
        // only for administrators: it shows parts of texts of other callers
        List<ComparisonView> comparison = new ArrayList<>();
        if (request.isAdmin()) {
            policies.comparison(name).map(ComparisonView::of).ifPresent(comparison::add);
        }
        model.put("comparison", comparison);
        model.put(
                "pipelines",
                broker.pipelines().stream()
                        .filter(pipeline -> pipeline.taggers().contains(name))
                        .map(Line::of)
                        .toList());
        return PageView.of("tagger", model);
    }

    private List<TaggerInfo> versions(String name) {
        List<TaggerInfo> versions = broker.taggers().stream()
                .filter(tagger -> tagger.name().equals(name))
                .toList();
        if (versions.isEmpty()) {
            throw new PageException(
                    404, "There is no tagger '" + name + "'. Its plugin may have been removed, or is not started.");
        }
        return versions;
    }

    private static String sentence(Policy policy) {
        return switch (policy.kind()) {
            case LATEST -> "The latest version serves.";
            case PINNED -> "Version " + policy.version() + " is pinned: it serves, whatever else is there.";
            case CANARY ->
                "Version " + policy.version() + " serves, and " + policy.candidate() + " answers " + policy.percent()
                        + "% of the requests.";
            case SHADOW ->
                "Version " + policy.version() + " serves, and " + policy.candidate()
                        + " runs beside it to be compared.";
        };
    }

    private static int refresh(List<TaggerInfo> taggers) {
        return taggers.stream().anyMatch(tagger -> Stage.isOnItsWay(tagger.state())) ? REFRESH : 0;
    }

    private static long count(List<TaggerInfo> taggers, TaggerInfo.State state) {
        return taggers.stream().filter(tagger -> tagger.state() == state).count();
    }

    static String address(String name) {
        return "/console/taggers/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
