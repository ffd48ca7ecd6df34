package io.bouquet.tagging.engine;

import io.bouquet.events.Events;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.PendingResult;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TimeLimitException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Annotates with the taggers that are registered as services. What serves is one immutable generation after the other;
 * requests take no lock to read the current one.
 */
// immediate, since a delayed component whose last user goes would forget its generations
@Component(
        service = {Broker.class, DefaultBroker.class},
        immediate = true,
        configurationPid = EngineConfig.PID)
@Designate(ocd = EngineConfig.class)
public final class DefaultBroker implements Broker {
    private final AtomicInteger waiting = new AtomicInteger();
    private final Shadows shadows = new Shadows();
    private final TaggerRegistry registry;
    private final Preparation preparation;
    private final @Nullable TaggerServices services;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Events events;

    private volatile Engine engine;

    /** Replaced as a whole, so that a request keeps the limits and the threads that it began with. */
    private record Engine(EngineLimits limits, Workers workers) {
        static Engine of(EngineLimits limits) {
            return new Engine(limits, new Workers(limits.threads(), limits.queue()));
        }
    }

    @Activate
    public DefaultBroker(EngineConfig config, BundleContext context) {
        this(EngineLimits.of(config), Optional.of(context));
    }

    DefaultBroker(EngineLimits limits) {
        this(limits, Optional.empty());
    }

    /** @param context in which the services of taggers are; empty if there are none */
    private DefaultBroker(EngineLimits limits, Optional<BundleContext> context) {
        engine = Engine.of(limits);
        registry = new TaggerRegistry(() -> engine.limits(), new Follower());
        preparation = new Preparation(registry, () -> engine.limits(), () -> engine.workers());
        services = context.map(it -> new TaggerServices(it, this)).orElse(null);
        if (services != null) {
            services.open();
        }
    }

    private final class Follower implements TaggerRegistry.Listener {
        @Override
        public void removed(InstalledTagger tagger) {
            preparation.remove(tagger);
        }

        @Override
        public void published(Generation generation) {
            shadows.follow(generation, engine.limits().taggerTime());
            preparation.retry();
            GenerationEvents.publish(events, generation);
        }
    }

    @Modified
    void modified(EngineConfig config) {
        use(EngineLimits.of(config));
    }

    void use(EngineLimits limits) {
        Workers old = engine.workers();
        engine = Engine.of(limits);
        old.close();
    }

    @Deactivate
    void deactivate() {
        if (services != null) {
            services.close();
        }
        preparation.close();
        shadows.close();
        engine.workers().close();
    }

    TaggerRegistry registry() {
        return registry;
    }

    /** Has a tagger prepared; it serves when it is ready. */
    void prepare(InstalledTagger candidate, Supplier<GoldSamples> samples) {
        registry.install(candidate);
        preparation.add(candidate, samples);
    }

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        Generation inside = PipelineRun.inside();
        if (inside != null) {
            return new Held(inside).annotate(request);
        }
        Deadline deadline = Deadline.of(request.timeLimit());
        AnnotationRequest next = request;
        while (true) {
            Submission submission = submit(registry.hold(), next);
            AnnotationResult result = submission.result();
            if (result != null) {
                return result;
            }
            awaitReturn(submission.missing(), deadline);
            next = request.withTimeLimit(deadline.left());
        }
    }

    /**
     * When the time limit of a request passes.
     *
     * @param nanos in {@link System#nanoTime} time; null if there is no limit
     */
    private record Deadline(@Nullable Long nanos) {
        private static final Deadline NONE = new Deadline(null);

        static Deadline of(Duration timeLimit) {
            return timeLimit.isZero() ? NONE : new Deadline(System.nanoTime() + timeLimit.toNanos());
        }

        /** Returns the rest of the time; zero if there is no limit. */
        Duration left() {
            return nanos == null ? Duration.ZERO : Duration.ofNanos(Math.max(1, nanos - System.nanoTime()));
        }

        Duration atMost(Duration time) {
            return nanos == null || time.compareTo(left()) < 0 ? time : left();
        }
    }

    /**
     * Gives a text to the workers.
     *
     * @param held released when the submission has its result, or when this method throws
     */
    private Submission submit(Generation held, AnnotationRequest request) {
        Submission submission = null;
        try {
            while (submission == null) {
                Engine now = engine;
                Workers workers = now.workers();
                PipelineRun run = new PipelineRun(held, request, now.limits(), workers, shadows);
                if (run.missing() != null) {
                    submission = new Submission(held, now, run);
                } else if (workers.isCurrent()) {
                    // a tagger that asks the broker: waiting for another worker could wait forever
                    run.run();
                    submission = new Submission(held, now, run);
                } else if (workers.offer(run)) {
                    submission = new Submission(held, now, run);
                } else if (now == engine) {
                    throw overloaded(now);
                }
            }
            return submission;
        } finally {
            if (submission == null) {
                held.leave();
            }
        }
    }

    /** A text at the workers, and its hold on a generation. */
    private static final class Submission {
        private final Generation held;
        private final Engine engine;
        private final PipelineRun run;
        private final AtomicBoolean released = new AtomicBoolean();

        Submission(Generation held, Engine engine, PipelineRun run) {
            this.held = held;
            this.engine = engine;
            this.run = run;
        }

        /** Waits for the result; returns null if a tagger is missing. */
        @Nullable
        AnnotationResult result() {
            try {
                AnnotationResult result = run.missing() == null ? run.await() : null;
                if (run.missing() != null) {
                    return null;
                }
                if (result == null) {
                    engine.workers().withdraw(run);
                }
                if (run.isOverRequestLimit()
                        && (result == null || result.layers().names().isEmpty())) {
                    throw new TimeLimitException();
                }
                if (result == null) {
                    throw overloaded(engine);
                }
                return result;
            } finally {
                release();
            }
        }

        MissingTagger missing() {
            return Objects.requireNonNull(run.missing());
        }

        void cancel() {
            if (!released.get()) {
                engine.workers().withdraw(run);
                run.close("the caller no longer waits");
                release();
            }
        }

        private void release() {
            if (released.compareAndSet(false, true)) {
                held.leave();
            }
        }
    }

    private static OverloadedException overloaded(Engine engine) {
        return new OverloadedException(engine.workers().busy(), engine.limits().retryAfterSeconds());
    }

    /** Waits for a generation that can do without a missing tagger. */
    private void awaitReturn(MissingTagger missing, Deadline deadline) {
        if (waiting.incrementAndGet() > engine.limits().queue()) {
            waiting.decrementAndGet();
            throw overloaded(engine);
        }
        missing.waited().incrementAndGet();
        Duration longest = deadline.atMost(engine.limits().await());
        try {
            if (!registry.await(missing, deadline.left())) {
                throw awaited(missing, longest);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw awaited(missing, longest);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private AwaitedTaggerException awaited(MissingTagger missing, Duration waited) {
        return new AwaitedTaggerException(
                missing.name(), waited.toSeconds(), engine.limits().retryAfterSeconds());
    }

    @Override
    public Lease lease(List<String> layers, Duration timeLimit) {
        Generation inside = PipelineRun.inside();
        if (inside != null) {
            inside.hold();
            return new Held(inside);
        }
        Deadline deadline = Deadline.of(timeLimit);
        while (true) {
            Generation held = registry.hold();
            Optional<MissingTagger> missing = held.missingFor(layers);
            if (missing.isEmpty()) {
                return new Held(held);
            }
            held.leave();
            awaitReturn(missing.get(), deadline);
        }
    }

    /** A hold on a generation. */
    private final class Held implements Lease {
        private final Generation held;
        private final Set<Submission> pending = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean closed = new AtomicBoolean();

        Held(Generation held) {
            this.held = held;
        }

        @Override
        public long generation() {
            return held.id();
        }

        @Override
        public AnnotationResult annotate(AnnotationRequest request) {
            return submit(request).await();
        }

        @Override
        public PendingResult submit(AnnotationRequest request) {
            held.hold();
            Submission submission = DefaultBroker.this.submit(held, request);
            pending.add(submission);
            return () -> {
                try {
                    AnnotationResult result = submission.result();
                    if (result == null) {
                        throw awaited(submission.missing(), engine.limits().await());
                    }
                    return result;
                } finally {
                    pending.remove(submission);
                }
            };
        }

        @Override
        public List<Pipeline> pipelines() {
            return held.plans().pipelines();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                pending.forEach(Submission::cancel);
                held.leave();
            }
        }
    }

    @Override
    public PublicationHold holdBack(String bundle) {
        registry.holdBack(bundle);
        return () -> registry.release(bundle);
    }

    @Override
    public List<TaggerInfo> taggers() {
        return registry.taggers();
    }

    @Override
    public List<Pipeline> pipelines() {
        return registry.plans().pipelines();
    }

    @Override
    public long generation() {
        return registry.generation().id();
    }

    Duration awaitLimit() {
        return engine.limits().await();
    }

    Optional<Comparison> comparison(String tagger) {
        return shadows.comparison(tagger);
    }
}
