package io.bouquet.health;

import io.bouquet.common.Threads;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.CollectionType;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Runs the registered health checks in parallel, each with a time limit. The configuration lists the required checks: a
 * required check that is not registered is down, and other checks never take the platform out of service. Felix's own
 * executor needs a servlet API that the platform does not have.
 */
@Component(service = CheckRunner.class, configurationPid = CheckRunner.PID)
@Designate(ocd = CheckRunner.Config.class)
public final class CheckRunner {
    static final String PID = "io.bouquet.health";

    /** Settings for running health checks. */
    @ObjectClassDefinition(name = "Bouquet health")
    @interface Config {
        @AttributeDefinition(description = "Time limit of one check in milliseconds; then it counts as down")
        long timeoutMillis() default 2_000;

        @AttributeDefinition(description = "Milliseconds for which results are cached while all checks are up")
        long cacheMillis() default 1_000;

        @AttributeDefinition(
                description =
                        "Names of the checks that must be up for the platform to be ready. A required check that is"
                                + " not registered is down. Other checks are reported, but do not affect readiness")
        String[] required() default {
            "start level",
            "boot features",
            "bundles",
            "database",
            "migrations",
            "accounts",
            "gate",
            "taggers",
            "deployments",
            "console"
        };
    }

    /** The state of a check. */
    enum State {
        UP,
        /** Down, but may become up by itself. */
        PENDING,
        DOWN
    }

    /**
     * The result of a check.
     *
     * @param required whether the platform is out of service while the check is not up
     */
    record Outcome(String name, boolean required, State state, String detail) {
        boolean up() {
            return state == State.UP;
        }
    }

    static final String LIVE = "live";
    static final String READY = "ready";

    private static final long DOWN_CACHE_MILLIS = 50;
    private static final Duration GRACE = Duration.ofSeconds(60);
    /** Names of the platform's checks; a plugin's check with such a name does not count as required. */
    private static final Set<String> PLATFORM = Set.of(defaultsOfRequired());

    private static final Set<String> BOOT = Set.of("start level", "boot features");

    private record Cached(WeakReference<List<?>> checks, long until, List<Outcome> outcomes) {}

    private final Config config;
    private final Predicate<Long> isPlatform;
    private final Function<String, String> whyAbsent;
    private final LongSupplier nanoTime;
    private final ExecutorService threads;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();
    /** Tags whose checks were all up once. */
    private final Set<String> wereUp = ConcurrentHashMap.newKeySet();
    /** When each check was last up. Keys are weak, because a check's bundle may be removed between two probes. */
    private final Map<HealthCheck, Long> lastUp = Collections.synchronizedMap(new WeakHashMap<>());
    /** Running checks: a check that hangs holds one thread, not one thread for each probe. */
    private final Map<HealthCheck, Future<Outcome>> running = Collections.synchronizedMap(new WeakHashMap<>());

    @Reference(
            service = HealthCheck.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            collectionType = CollectionType.TUPLE)
    volatile List<Map.Entry<Map<String, ?>, HealthCheck>> checks = List.of();

    @Activate
    public CheckRunner(Config config, @Reference PlatformBundles platform, @Reference AbsentChecks absent) {
        this(config, platform::contains, absent::reason, System::nanoTime);
    }

    /**
     * @param isPlatform returns whether a bundle id belongs to the platform
     * @param whyAbsent  returns why no check with a name is registered
     */
    CheckRunner(Config config, Predicate<Long> isPlatform, Function<String, String> whyAbsent, LongSupplier nanoTime) {
        this.config = config;
        this.isPlatform = isPlatform;
        this.whyAbsent = whyAbsent;
        this.nanoTime = nanoTime;
        this.threads = Executors.newCachedThreadPool(work -> Threads.daemon("bouquet-health", work));
    }

    private static String[] defaultsOfRequired() {
        try {
            return (String[]) Config.class.getMethod("required").getDefaultValue();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Deactivate
    void deactivate() {
        threads.shutdownNow();
    }

    /** Returns the outcomes of all checks with a tag and of missing required checks, sorted by name. */
    List<Outcome> run(String tag) {
        List<Map.Entry<Map<String, ?>, HealthCheck>> now = checks;
        Cached cached = cache.get(tag);
        if (cached != null && cached.checks().refersTo(now) && nanoTime.getAsLong() - cached.until() < 0) {
            return cached.outcomes();
        }
        Map<Map.Entry<Map<String, ?>, HealthCheck>, Future<Outcome>> started = new HashMap<>();
        for (Map.Entry<Map<String, ?>, HealthCheck> check : now) {
            if (strings(check.getKey().get(HealthCheck.TAGS)).contains(tag)) {
                started.put(check, start(check, tag));
            }
        }
        running.keySet().removeIf(check -> now.stream().noneMatch(one -> one.getValue() == check));
        long end =
                nanoTime.getAsLong() + Duration.ofMillis(config.timeoutMillis()).toNanos();
        List<Outcome> outcomes = new ArrayList<>();
        started.forEach((check, outcome) -> outcomes.add(await(check, tag, outcome, end)));
        if (tag.equals(READY)) {
            outcomes.addAll(absent(outcomes));
        }
        outcomes.sort(Comparator.comparing(Outcome::name));
        boolean up = isUp(outcomes);
        if (up && !outcomes.isEmpty()) {
            wereUp.add(tag);
        }
        // cache a failure only for a moment, otherwise a start would seem to take longer
        long until = nanoTime.getAsLong()
                + Duration.ofMillis(up ? config.cacheMillis() : Math.min(config.cacheMillis(), DOWN_CACHE_MILLIS))
                        .toNanos();
        cache.put(tag, new Cached(new WeakReference<>(now), until, List.copyOf(outcomes)));
        return List.copyOf(outcomes);
    }

    static boolean isUp(List<Outcome> outcomes) {
        return outcomes.stream().allMatch(outcome -> outcome.up() || !outcome.required());
    }

    /**
     * The required checks that are not registered. They are pending while the platform boots or another required check
     * is pending: a long migration keeps back the checks of what it is for. Otherwise they are down.
     */
    private List<Outcome> absent(List<Outcome> outcomes) {
        Set<String> present =
                outcomes.stream().filter(Outcome::required).map(Outcome::name).collect(Collectors.toSet());
        boolean boots = outcomes.stream()
                .anyMatch(outcome -> BOOT.contains(outcome.name()) && !outcome.up()
                        || outcome.required() && outcome.state() == State.PENDING);
        return Arrays.stream(config.required())
                .distinct()
                .filter(name -> !present.contains(name))
                .map(name -> new Outcome(name, true, boots ? State.PENDING : State.DOWN, whyAbsent.apply(name)))
                .toList();
    }

    private boolean isRequired(Map<String, ?> check, String tag) {
        String name = String.valueOf(check.get(HealthCheck.NAME));
        boolean isPlatforms = check.get(Constants.SERVICE_BUNDLEID) instanceof Long bundle && isPlatform.test(bundle);
        return tag.equals(READY)
                ? Arrays.asList(config.required()).contains(name) && (isPlatforms || !PLATFORM.contains(name))
                : isPlatforms;
    }

    private Future<Outcome> start(Map.Entry<Map<String, ?>, HealthCheck> check, String tag) {
        return running.compute(
                check.getValue(),
                (key, before) -> before != null && !before.isDone()
                        ? before
                        : threads.submit(() -> outcome(check, tag, key.execute())));
    }

    private Outcome await(Map.Entry<Map<String, ?>, HealthCheck> check, String tag, Future<Outcome> outcome, long end) {
        try {
            Outcome came = outcome.get(Math.max(end - nanoTime.getAsLong(), 0), TimeUnit.NANOSECONDS);
            running.remove(check.getValue(), outcome);
            return came;
        } catch (TimeoutException e) {
            return down(check, tag, "no answer within " + config.timeoutMillis() + " ms");
        } catch (ExecutionException e) {
            running.remove(check.getValue(), outcome);
            return down(check, tag, "the check failed: " + e.getCause());
        } catch (CancellationException e) {
            return down(check, tag, "the check was cancelled");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down(check, tag, "interrupted");
        }
    }

    private Outcome down(Map.Entry<Map<String, ?>, HealthCheck> check, String tag, String detail) {
        return new Outcome(name(check), isRequired(check.getKey(), tag), State.DOWN, detail);
    }

    /**
     * A check that is temporarily unavailable delays the start. After the platform has been up, it means work on one
     * plugin, which must not take the platform out of service. After a minute the check counts as down anyway.
     */
    private Outcome outcome(Map.Entry<Map<String, ?>, HealthCheck> check, String tag, Result result) {
        List<String> messages = new ArrayList<>();
        for (ResultLog.Entry entry : result) {
            if (entry.getStatus() != Result.Status.OK || result.isOk()) {
                messages.add(entry.getMessage());
            }
        }
        long now = nanoTime.getAsLong();
        State state =
                switch (result.getStatus()) {
                    case OK, WARN -> {
                        lastUp.put(check.getValue(), now);
                        yield State.UP;
                    }
                    case TEMPORARILY_UNAVAILABLE ->
                        wereUp.contains(tag) && now - lastUp.getOrDefault(check.getValue(), now) < GRACE.toNanos()
                                ? State.UP
                                : State.PENDING;
                    default -> State.DOWN;
                };
        return new Outcome(name(check), isRequired(check.getKey(), tag), state, String.join("; ", messages));
    }

    private static String name(Map.Entry<Map<String, ?>, HealthCheck> check) {
        Object name = check.getKey().get(HealthCheck.NAME);
        return name == null ? check.getValue().getClass().getSimpleName() : name.toString();
    }

    private static List<String> strings(@Nullable Object property) {
        if (property instanceof String[] many) {
            return List.of(many);
        }
        return property instanceof String one ? List.of(one) : List.of();
    }
}
