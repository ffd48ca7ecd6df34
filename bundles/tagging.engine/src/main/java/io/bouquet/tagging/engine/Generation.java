package io.bouquet.tagging.engine;

import io.bouquet.tagging.LayerOwner;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which version of which tagger serves. Immutable, but for the count of those who hold it. A request holds one from its
 * start to its end, so that it finishes on it whatever is deployed meanwhile. A tagger that hangs for a request that was
 * answered without it does not hold it: that would keep all others from being replaced.
 */
final class Generation {
    /** Canaries that may run at once; each doubles the plans that there may be. */
    private static final int CANARIES = 6;

    private final long id;
    private final List<Status> statuses;
    private final List<InstalledTagger> serving;
    private final List<MissingTagger> missing;
    private final List<Canary> canaries = new ArrayList<>();
    private final Map<String, Shadowed> shadowed = new HashMap<>();
    private final List<InstalledTagger> main;
    private final PipelinePlanner planner;
    /** By language, the tagger of each layer. */
    private final Map<String, Map<String, InstalledTagger>> owners = new TreeMap<>();

    /** One for each way in which canaries may take requests; the first is that in which none does. */
    private final List<PipelinePlans> variants = new ArrayList<>();

    private final AtomicInteger holders = new AtomicInteger();
    private volatile @Nullable Runnable onDrained;

    /** Where one version of a tagger stands. */
    private record Status(InstalledTagger tagger, State state, Instant since, String reason, int share) {}

    private record Canary(InstalledTagger main, InstalledTagger candidate, int percent) {
        boolean takes(String key) {
            return Math.floorMod((key + ' ' + main.name()).hashCode(), 100) < percent;
        }
    }

    /** A version that serves and one that runs beside it. */
    record Shadowed(InstalledTagger main, InstalledTagger candidate) {}

    /** All of {@code installed}, with the newest versions serving. */
    Generation(long id, Collection<InstalledTagger> installed) {
        this(id, installed, List.of(), Map.of(), Set.of(), tagger -> 0, Optional.empty());
    }

    /**
     * @param missing  one for a name at most
     * @param policies by name; latest where there is none
     * @param heldBack symbolic names of bundles whose new version may not serve yet
     * @param rank     of taggers of different names that produce the same layer: the lowest answers it
     * @param last     the generation before, for how long things have been as they are
     */
    Generation(
            long id,
            Collection<InstalledTagger> installed,
            Collection<MissingTagger> missing,
            Map<String, Policy> policies,
            Set<String> heldBack,
            ToIntFunction<Declaration> rank,
            Optional<Generation> last) {
        this.id = id;
        Siblings siblings = new Siblings(installed, heldBack);
        List<InstalledTagger> able = new ArrayList<>(installed.stream()
                .filter(tagger ->
                        tagger.isReady() && siblings.holdingBack(tagger).isEmpty())
                .sorted(InstalledTagger.PREFERRED_FIRST)
                .toList());
        PipelinePlanner all = new PipelinePlanner(
                Stream.concat(able.stream(), missing.stream().map(MissingTagger::tagger))
                        .toList());
        Map<String, InstalledTagger> chosen = new LinkedHashMap<>();
        Map<String, InstalledTagger> seconds = new HashMap<>();
        for (InstalledTagger tagger : able) {
            Policy policy = policies.getOrDefault(tagger.name(), Policy.LATEST);
            if (all.canRun(tagger) && fits(policy, tagger)) {
                chosen.putIfAbsent(tagger.name(), tagger);
            } else if (all.canRun(tagger) && policy.candidate().equals(tagger.version())) {
                seconds.putIfAbsent(tagger.name(), tagger);
            }
        }
        // where the one that should serve is not there, the other is better than none
        seconds.forEach((name, candidate) -> chosen.putIfAbsent(name, candidate));
        List<MissingTagger> needed =
                missing.stream().filter(one -> !chosen.containsKey(one.name())).toList();
        needed.forEach(one -> chosen.put(one.name(), one.tagger()));
        // what only a standby version produces is not produced
        PipelinePlanner candidates = new PipelinePlanner(chosen.values());
        main = chosen.values().stream().filter(candidates::canRun).toList();
        this.missing = needed;
        planner = new PipelinePlanner(main, rank);
        planner.languages().forEach(language -> owners.put(language, planner.owners(language)));
        owners.put("", planner.owners(""));
        seconds.forEach((name, candidate) -> {
            InstalledTagger serves = Objects.requireNonNull(chosen.get(name));
            Policy policy = Objects.requireNonNull(policies.get(name));
            if (serves != candidate && main.contains(serves)) {
                if (policy.kind() == Policy.Kind.SHADOW) {
                    shadowed.put(name, new Shadowed(serves, candidate));
                } else if (canaries.size() < CANARIES) {
                    canaries.add(new Canary(serves, candidate, policy.percent()));
                }
            }
        });
        serving = new ArrayList<>(main);
        needed.forEach(one -> serving.remove(one.tagger()));
        canaries.forEach(canary -> serving.add(canary.candidate()));
        statuses = installed.stream()
                .sorted(InstalledTagger.BY_NAME)
                .map(tagger -> status(tagger, siblings, all, candidates, chosen, policies))
                .map(status -> last.map(before -> before.keepSince(status)).orElse(status))
                .toList();
        variants.add(new PipelinePlans(planner, this::whyNot));
        for (int variant = 1; variant < 1 << canaries.size(); variant++) {
            variants.add(new PipelinePlans(new PipelinePlanner(with(variant), rank), this::whyNot));
        }
    }

    private static boolean fits(Policy policy, InstalledTagger tagger) {
        return policy.kind() == Policy.Kind.LATEST || policy.version().equals(tagger.version());
    }

    private Status status(
            InstalledTagger tagger,
            Siblings siblings,
            PipelinePlanner all,
            PipelinePlanner candidates,
            Map<String, InstalledTagger> chosen,
            Map<String, Policy> policies) {
        InstalledTagger.Progress progress = tagger.progress();
        if (!tagger.isReady()) {
            return new Status(tagger, progress.state(), progress.since(), progress.reason(), 0);
        }
        Optional<String> held = siblings.holdingBack(tagger);
        if (held.isPresent()) {
            return new Status(tagger, State.READY, progress.since(), held.get(), 0);
        }
        Instant now = Instant.now();
        for (Canary canary : canaries) {
            if (canary.candidate() == tagger) {
                return new Status(tagger, State.SERVING, now, "", canary.percent());
            }
            if (canary.main() == tagger) {
                return new Status(tagger, State.SERVING, now, "", 100 - canary.percent());
            }
        }
        if (serving.contains(tagger)) {
            List<LayerOwner> others = othersIn(tagger);
            return others.isEmpty() || answers(tagger)
                    ? new Status(tagger, State.SERVING, now, words(others), 100)
                    : new Status(tagger, State.STANDING_BY, now, words(others), 0);
        }
        if (!all.canRun(tagger)) {
            return new Status(tagger, State.WAITING, now, all.reason(tagger), 0);
        }
        InstalledTagger other = chosen.get(tagger.name());
        if (other != null && other.equals(tagger)) {
            return new Status(tagger, State.WAITING, now, candidates.reason(tagger), 0);
        }
        return new Status(tagger, State.READY, now, whyReadyOnly(tagger, other, policies), 0);
    }

    private boolean answers(InstalledTagger tagger) {
        return owners.values().stream().anyMatch(one -> one.containsValue(tagger));
    }

    /** The layers that others answer where {@code tagger} could. */
    private List<LayerOwner> othersIn(InstalledTagger tagger) {
        Declaration it = tagger.declaration();
        return owners(it.produces(), it.languages()).stream()
                .filter(owner -> !owner.tagger().equals(it.name())
                        && planner.layers(owner.language()).containsAll(it.requires()))
                .toList();
    }

    /**
     * Who answers these layers, by language and layer.
     *
     * @param languages empty for any
     */
    List<LayerOwner> owners(Collection<String> layers, Collection<String> languages) {
        List<LayerOwner> others = new ArrayList<>();
        owners.forEach((language, known) -> layers.forEach(layer -> {
            InstalledTagger owner = known.get(layer);
            if (owner != null && (languages.isEmpty() || languages.contains(language))) {
                others.add(new LayerOwner(
                        layer, language, owner.name(), owner.declaration().bundle()));
            }
        }));
        return others;
    }

    private static String words(List<LayerOwner> others) {
        Map<String, List<String>> byTagger = new TreeMap<>();
        others.forEach(one -> byTagger.computeIfAbsent(one.tagger(), name -> new ArrayList<>())
                .add(one.what()));
        List<String> words = new ArrayList<>();
        byTagger.forEach((name, what) -> words.add("'" + name + "' answers " + String.join(", ", what)));
        return String.join("; ", words);
    }

    private String whyReadyOnly(InstalledTagger tagger, @Nullable InstalledTagger other, Map<String, Policy> policies) {
        Policy policy = policies.getOrDefault(tagger.name(), Policy.LATEST);
        Shadowed shadow = shadowed.get(tagger.name());
        if (shadow != null && shadow.candidate() == tagger) {
            return "it is the shadow of version " + shadow.main().version();
        }
        if (other == null) {
            return "the policy wants version " + policy.version() + ", which is not there";
        }
        String why = policy.kind() == Policy.Kind.LATEST ? "is preferred" : "is what the policy wants";
        return "version " + other.version() + " of bundle "
                + other.declaration().bundle() + " " + why;
    }

    private Status keepSince(Status status) {
        return statuses.stream()
                .filter(before -> before.tagger().equals(status.tagger()) && before.state() == status.state())
                .findFirst()
                .map(before ->
                        new Status(status.tagger(), status.state(), before.since(), status.reason(), status.share()))
                .orElse(status);
    }

    long id() {
        return id;
    }

    List<TaggerInfo> taggers() {
        return taggers(tagger -> false);
    }

    /**
     * As they stand, with the figures of this moment.
     *
     * @param held whether requests are with a tagger that began when it served
     */
    List<TaggerInfo> taggers(Predicate<InstalledTagger> held) {
        return statuses.stream().map(it -> info(it, held)).toList();
    }

    private static TaggerInfo info(Status status, Predicate<InstalledTagger> held) {
        InstalledTagger tagger = status.tagger();
        InstalledTagger.Progress progress = tagger.progress();
        if (!tagger.isReady()) {
            return tagger.info(progress.state(), progress.since(), progress.reason(), 0);
        }
        boolean drains = status.state() == State.READY && held.test(tagger);
        return tagger.info(drains ? State.DRAINING : status.state(), status.since(), status.reason(), status.share());
    }

    /** What answers requests that no canary takes. */
    PipelinePlans plans() {
        return variants.get(0);
    }

    /** What answers requests with {@code key}. */
    PipelinePlans plans(String key) {
        int variant = 0;
        for (int i = 0; i < canaries.size(); i++) {
            if (canaries.get(i).takes(key)) {
                variant |= 1 << i;
            }
        }
        return variants.get(variant);
    }

    private List<InstalledTagger> with(int variant) {
        List<InstalledTagger> taggers = new ArrayList<>(main);
        for (int i = 0; i < canaries.size(); i++) {
            if ((variant & 1 << i) != 0) {
                Canary canary = canaries.get(i);
                taggers.replaceAll(tagger -> tagger == canary.main() ? canary.candidate() : tagger);
            }
        }
        return taggers;
    }

    /** Whether the answer depends on a request's key. */
    boolean hasCanaries() {
        return !canaries.isEmpty();
    }

    /** By name of the tagger. */
    Map<String, Shadowed> shadowed() {
        return shadowed;
    }

    boolean serves(InstalledTagger tagger) {
        return serving.contains(tagger);
    }

    /** Those to which requests go; of a canary, the candidate last. */
    List<InstalledTagger> serving() {
        return Collections.unmodifiableList(serving);
    }

    /** That which {@code plan} cannot do without; empty where it needs none. */
    Optional<MissingTagger> missingIn(PipelinePlan plan) {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return missing.stream()
                .filter(one ->
                        plan.steps().stream().anyMatch(step -> step.tagger().equals(one.tagger())))
                .findFirst();
    }

    /** That which texts in any language need for {@code layers}. */
    Optional<MissingTagger> missingFor(List<String> layers) {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        PipelinePlans plans = plans();
        return Stream.concat(plans.languages().stream(), Stream.of(""))
                .flatMap(language -> missingIn(plans.planDetected(language, layers)).stream())
                .findFirst();
    }

    List<MissingTagger> missing() {
        return missing;
    }

    /** Holds this one. Who has read it from elsewhere must look whether it is the current one still, after this. */
    void hold() {
        holders.incrementAndGet();
    }

    void leave() {
        if (holders.decrementAndGet() == 0) {
            Runnable drained = onDrained;
            if (drained != null) {
                drained.run();
                synchronized (this) {
                    notifyAll();
                }
            }
        }
    }

    int holders() {
        return holders.get();
    }

    /** To be called once another one is current. {@code drained} runs when nobody holds this one, perhaps twice. */
    void retire(Runnable drained) {
        onDrained = drained;
        if (holders.get() == 0) {
            drained.run();
        }
    }

    /** Waits until nobody holds this one, which is retired; false where somebody still does at the deadline. */
    synchronized boolean awaitDrained(long deadline) throws InterruptedException {
        while (holders.get() > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return true;
    }

    private String whyNot(String language, String layer) {
        return statuses.stream()
                .filter(it -> it.state() != State.SERVING
                        && it.state() != State.READY
                        && it.state() != State.STANDING_BY
                        && it.tagger().declaration().produces().contains(layer)
                        && (language.isEmpty() || it.tagger().declaration().speaks(language)))
                .findFirst()
                .map(it -> "'" + it.tagger().name() + "' would, but " + whyNot(it))
                .orElse("");
    }

    private static String whyNot(Status status) {
        return switch (status.state()) {
            case FAILED -> "it failed: " + status.reason();
            case WAITING -> status.reason();
            default -> "it is on its way; try again soon";
        };
    }
}
