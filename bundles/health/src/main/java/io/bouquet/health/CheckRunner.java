package io.bouquet.health;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
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
import java.util.function.LongSupplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.jspecify.annotations.Nullable;
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
 * Runs the health checks that are there, side by side, each for a bounded time. Felix's own executor does more, and
 * needs a servlet API that is not the platform's.
 */
@Component(service = CheckRunner.class, configurationPid = CheckRunner.PID)
@Designate(ocd = CheckRunner.Config.class)
public final class CheckRunner {
    static final String PID = "io.bouquet.health";

    /** How health checks are run. */
    @ObjectClassDefinition(name = "Bouquet health")
    @interface Config {
        @AttributeDefinition(description = "Milliseconds that one check may take; it counts as down after that")
        long timeoutMillis() default 2_000;

        @AttributeDefinition(
                description = "Milliseconds for which results are kept while all is up: probes cost no more than that")
        long cacheMillis() default 1_000;
    }

    /** What one check came to. */
    record Outcome(String name, boolean up, String detail) {}

    private static final long DOWN_CACHE_MILLIS = 50;
    private static final Duration GRACE = Duration.ofSeconds(60);

    private record Cached(WeakReference<List<?>> checks, long until, List<Outcome> outcomes) {}

    private final Config config;
    private final LongSupplier nanoTime;
    private final ExecutorService threads;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();
    /** Tags whose checks were all up once. */
    private final Set<String> wereUp = ConcurrentHashMap.newKeySet();
    /** When each check was last up. Weak, as is all that is kept by check: between two probes its bundle may go. */
    private final Map<HealthCheck, Long> lastUp = Collections.synchronizedMap(new WeakHashMap<>());
    /** By the check itself: one that hangs keeps one thread, not one a probe. */
    private final Map<HealthCheck, Future<Outcome>> running = Collections.synchronizedMap(new WeakHashMap<>());

    @Reference(
            service = HealthCheck.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            collectionType = CollectionType.TUPLE)
    volatile List<Map.Entry<Map<String, ?>, HealthCheck>> checks = List.of();

    @Activate
    public CheckRunner(Config config) {
        this(config, System::nanoTime);
    }

    CheckRunner(Config config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "bouquet-health");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Deactivate
    void deactivate() {
        threads.shutdownNow();
    }

    /** The outcomes of all checks with a tag, by name. */
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
        long end =
                nanoTime.getAsLong() + Duration.ofMillis(config.timeoutMillis()).toNanos();
        List<Outcome> outcomes = new ArrayList<>();
        started.forEach((check, outcome) -> outcomes.add(await(check, outcome, end)));
        outcomes.sort(Comparator.comparing(Outcome::name));
        boolean up = outcomes.stream().allMatch(Outcome::up);
        if (up && !outcomes.isEmpty()) {
            wereUp.add(tag);
        }
        // what is down is asked again soon, or a start would look longer than it is
        long until = nanoTime.getAsLong()
                + Duration.ofMillis(up ? config.cacheMillis() : Math.min(config.cacheMillis(), DOWN_CACHE_MILLIS))
                        .toNanos();
        cache.put(tag, new Cached(new WeakReference<>(now), until, List.copyOf(outcomes)));
        return List.copyOf(outcomes);
    }

    private Future<Outcome> start(Map.Entry<Map<String, ?>, HealthCheck> check, String tag) {
        return running.compute(
                check.getValue(),
                (key, before) -> before != null && !before.isDone()
                        ? before
                        : threads.submit(() -> outcome(check, key.execute(), wereUp.contains(tag))));
    }

    private Outcome await(Map.Entry<Map<String, ?>, HealthCheck> check, Future<Outcome> outcome, long end) {
        try {
            Outcome came = outcome.get(Math.max(end - nanoTime.getAsLong(), 0), TimeUnit.NANOSECONDS);
            running.remove(check.getValue(), outcome);
            return came;
        } catch (TimeoutException e) {
            return new Outcome(name(check), false, "no answer within " + config.timeoutMillis() + " ms");
        } catch (ExecutionException e) {
            running.remove(check.getValue(), outcome);
            return new Outcome(name(check), false, "the check failed: " + e.getCause());
        } catch (CancellationException e) {
            return new Outcome(name(check), false, "the check was cancelled");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(name(check), false, "interrupted");
        }
    }

    /**
     * What is only temporarily unavailable holds the start back. Later it is work on one plugin, which must not take the
     * platform out of service; what stays so for longer than that is down all the same.
     */
    private Outcome outcome(Map.Entry<Map<String, ?>, HealthCheck> check, Result result, boolean started) {
        List<String> messages = new ArrayList<>();
        for (ResultLog.Entry entry : result) {
            if (entry.getStatus() != Result.Status.OK || result.isOk()) {
                messages.add(entry.getMessage());
            }
        }
        long now = nanoTime.getAsLong();
        boolean up =
                switch (result.getStatus()) {
                    case OK, WARN -> {
                        lastUp.put(check.getValue(), now);
                        yield true;
                    }
                    case TEMPORARILY_UNAVAILABLE ->
                        started && now - lastUp.getOrDefault(check.getValue(), now) < GRACE.toNanos();
                    default -> false;
                };
        return new Outcome(name(check), up, String.join("; ", messages));
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
