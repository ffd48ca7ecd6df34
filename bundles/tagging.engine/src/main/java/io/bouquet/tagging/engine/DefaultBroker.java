package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.TaggerInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
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
        while (true) {
            Answer answer = annotate(registry.hold(), request);
            if (answer.result() != null) {
                return answer.result();
            }
            if (answer.missing() != null) {
                awaitReturn(answer.missing());
            }
        }
    }

    /** Either a result, or what it waits for; neither where it is to be tried again. */
    private record Answer(
            @Nullable AnnotationResult result, @Nullable MissingTagger missing) {}

    /** @param held by the caller until this returns */
    private Answer annotate(Generation held, AnnotationRequest request) {
        Engine now = engine;
        Workers workers = now.workers();
        PipelineRun run;
        try {
            run = new PipelineRun(held, request, now.limits(), workers, shadows);
        } catch (RuntimeException refused) {
            held.leave();
            throw refused;
        }
        try {
            if (run.missing() == null) {
                if (workers.isCurrent()) {
                    // a tagger that asks the broker: waiting for another worker could wait forever
                    run.run();
                } else if (!workers.offer(run)) {
                    if (now != engine) {
                        return new Answer(null, null); // the configuration changed in between
                    }
                    throw overloaded(now);
                }
                AnnotationResult result = run.await();
                if (run.missing() == null) {
                    if (result == null) {
                        workers.withdraw(run);
                        throw overloaded(now);
                    }
                    return new Answer(result, null);
                }
            }
            return new Answer(null, run.missing());
        } finally {
            held.leave();
        }
    }

    private static OverloadedException overloaded(Engine engine) {
        return new OverloadedException(engine.workers().busy(), engine.limits().retryAfterSeconds());
    }

    /** Waits for a generation that can do without a missing tagger. */
    private void awaitReturn(MissingTagger missing) {
        if (waiting.incrementAndGet() > engine.limits().queue()) {
            waiting.decrementAndGet();
            throw overloaded(engine);
        }
        missing.waited().incrementAndGet();
        try {
            if (!registry.await(missing)) {
                throw awaited(missing);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw awaited(missing);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private AwaitedTaggerException awaited(MissingTagger missing) {
        EngineLimits limits = engine.limits();
        return new AwaitedTaggerException(missing.name(), limits.await().toSeconds(), limits.retryAfterSeconds());
    }

    @Override
    public Lease lease(List<String> layers) {
        Generation inside = PipelineRun.inside();
        if (inside != null) {
            inside.hold();
            return new Held(inside);
        }
        while (true) {
            Generation held = registry.hold();
            Optional<MissingTagger> missing = held.missingFor(layers);
            if (missing.isEmpty()) {
                return new Held(held);
            }
            held.leave();
            awaitReturn(missing.get());
        }
    }

    /** A generation that somebody holds. */
    private final class Held implements Lease {
        private final Generation held;
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
            while (true) {
                held.hold();
                Answer answer = DefaultBroker.this.annotate(held, request);
                if (answer.result() != null) {
                    return answer.result();
                }
                if (answer.missing() != null) {
                    throw awaited(answer.missing());
                }
            }
        }

        @Override
        public List<Pipeline> pipelines() {
            return held.plans().pipelines();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                held.leave();
            }
        }
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
