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
 * A snapshot of which version of each tagger serves. Immutable, except for the count of its holders. A request holds
 * one generation from start to end, so deployments do not affect it. A hanging tagger does not hold the generation
 * after its request was answered without it, because that would block the replacement of all other taggers.
 */
final class Generation {
    /** Largest number of canaries at the same time. Each canary doubles the number of plans. */
    private static final int CANARIES = 6;

    private final long id;
    private final List<Status> statuses;
    private final List<InstalledTagger> serving;
    private final List<MissingTagger> missing;
    private final List<Canary> canaries = new ArrayList<>();
    private final Map<String, Shadowed> shadowed = new HashMap<>();
    private final List<InstalledTagger> main;
    private final PipelinePlanner planner;
    /** The tagger of each layer, by language. */
    private final Map<String, Map<String, InstalledTagger>> owners = new TreeMap<>();

    /** Plans for each combination of canaries that take a request. The first is for no canary. */
    private final List<PipelinePlans> variants = new ArrayList<>();

    private final AtomicInteger holders = new AtomicInteger();
    private volatile @Nullable Runnable onDrained;

    /** The state of one version of a tagger. */
    private record Status(InstalledTagger tagger, State state, Instant since, String reason, int share) {}

    private record Canary(InstalledTagger main, InstalledTagger candidate, int percent) {
        boolean takes(String key) {
            return Math.floorMod((key + ' ' + main.name()).hashCode(), 100) < percent;
        }
    }

    /** A serving version, and the shadow that runs beside it. */
    record Shadowed(InstalledTagger main, InstalledTagger candidate) {}

    /** Creates a generation without policies: the latest versions of {@code installed} serve. */
    Generation(long id, Collection<InstalledTagger> installed) {
        this(id, installed, List.of(), Map.of(), Set.of(), tagger -> 0, Optional.empty());
    }

    /**
     * @param missing  missing taggers, at most one per name
     * @param policies policies by name of the tagger; the default is latest
     * @param heldBack symbolic names of bundles whose new version may not serve yet
     * @param rank     rank of a tagger among those that produce the same layer: the lowest answers it
     * @param last     the previous generation, from which unchanged states keep their time
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
        // if the version that should serve is missing, the candidate serves
        seconds.forEach((name, candidate) -> chosen.putIfAbsent(name, candidate));
        List<MissingTagger> needed =
                missing.stream().filter(one -> !chosen.containsKey(one.name())).toList();
        needed.forEach(one -> chosen.put(one.name(), one.tagger()));
        // layers that only versions on standby produce are not available
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

    /** Returns the layers that other taggers answer although {@code tagger} could. */
    private List<LayerOwner> othersIn(InstalledTagger tagger) {
        Declaration it = tagger.declaration();
        return owners(it.produces(), it.languages()).stream()
                .filter(owner -> !owner.tagger().equals(it.name())
                        && planner.layers(owner.language()).containsAll(it.requires()))
                .toList();
    }

    /**
     * Returns the owners of these layers, by language and layer.
     *
     * @param languages ISO 639-1 codes; empty for all languages
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
     * Returns the state of all versions, with current figures.
     *
     * @param held whether requests of former generations still use a tagger
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

    /** Returns the plans for requests that no canary takes. */
    PipelinePlans plans() {
        return variants.get(0);
    }

    /** Returns the plans for requests with {@code key}. */
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

    /** Returns the shadows, by name of the tagger. */
    Map<String, Shadowed> shadowed() {
        return shadowed;
    }

    boolean serves(InstalledTagger tagger) {
        return serving.contains(tagger);
    }

    /** Returns the versions that answer requests. Candidates of canaries come last. */
    List<InstalledTagger> serving() {
        return Collections.unmodifiableList(serving);
    }

    /** Returns a missing tagger that {@code plan} needs; empty if it needs none. */
    Optional<MissingTagger> missingIn(PipelinePlan plan) {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return missing.stream()
                .filter(one ->
                        plan.steps().stream().anyMatch(step -> step.tagger().equals(one.tagger())))
                .findFirst();
    }

    /** Returns a missing tagger that {@code layers} need in any language; empty if they need none. */
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

    /** Holds this generation. After this call, the caller must check that it is still the current generation. */
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

    /**
     * Retires this generation after another one has become current. {@code drained} runs when no request holds this
     * one, and may run twice.
     */
    void retire(Runnable drained) {
        onDrained = drained;
        if (holders.get() == 0) {
            drained.run();
        }
    }

    /** Waits until no request holds this retired generation. Returns false if one still does at the deadline. */
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
