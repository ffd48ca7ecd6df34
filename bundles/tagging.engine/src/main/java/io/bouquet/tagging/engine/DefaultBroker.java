package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.spi.Tagger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Annotates with the taggers that are registered as services. */
// immediate, since a delayed component whose last user goes would forget its generations
@Component(service = Broker.class, immediate = true, configurationPid = EngineConfig.PID)
@Designate(ocd = EngineConfig.class)
public final class DefaultBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultBroker.class);

    /** By service id: two services with one name, as during an update, must not remove each other. */
    private final Map<Long, InstalledTagger> installed = new HashMap<>();

    private volatile Generation generation = new Generation(0, List.of());
    private volatile Engine engine;

    /** Replaced as a whole, so that a request keeps the limits and the threads that it began with. */
    private record Engine(Limits limits, Workers workers) {
        static Engine of(Limits limits) {
            return new Engine(limits, new Workers(limits.threads(), limits.queue()));
        }
    }

    @Activate
    public DefaultBroker(EngineConfig config) {
        this(Limits.of(config));
    }

    DefaultBroker(Limits limits) {
        engine = Engine.of(limits);
    }

    @Modified
    void modified(EngineConfig config) {
        use(Limits.of(config));
    }

    void use(Limits limits) {
        Workers old = engine.workers();
        engine = Engine.of(limits);
        old.close();
    }

    @Deactivate
    void deactivate() {
        engine.workers().close();
    }

    // methods and not a volatile list, since each change makes a generation
    @Reference(
            service = Tagger.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "updatedTagger",
            unbind = "unbindTagger")
    void bindTagger(ServiceReference<Tagger> service, Tagger tagger) {
        Bundle bundle = service.getBundle();
        if (bundle == null) {
            return; // gone already
        }
        Map<String, Object> properties = new HashMap<>();
        for (String key : service.getPropertyKeys()) {
            properties.put(key, service.getProperty(key));
        }
        try {
            Declaration declaration =
                    Declaration.of(properties, bundle.getVersion(), bundle.getSymbolicName(), bundle.getBundleId());
            install(new InstalledTagger(declaration, tagger, id(service)));
        } catch (IllegalArgumentException bad) {
            LOG.warn(
                    "tagger service {} of bundle {} [{}] is refused: {}",
                    id(service),
                    bundle.getSymbolicName(),
                    bundle.getBundleId(),
                    bad.getMessage());
            remove(id(service));
        }
    }

    void updatedTagger(ServiceReference<Tagger> service, Tagger tagger) {
        bindTagger(service, tagger);
    }

    void unbindTagger(ServiceReference<Tagger> service) {
        remove(id(service));
    }

    private static long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
    }

    void install(InstalledTagger tagger) {
        synchronized (installed) {
            installed.put(tagger.serviceId(), tagger);
            publish();
        }
    }

    void remove(long serviceId) {
        synchronized (installed) {
            if (installed.remove(serviceId) != null) {
                publish();
            }
        }
    }

    private void publish() {
        generation = new Generation(generation.id() + 1, List.copyOf(installed.values()));
    }

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        Engine now = engine;
        Workers workers = now.workers();
        PipelineRun run = new PipelineRun(generation, request, now.limits(), workers);
        if (workers.isCurrent()) {
            // a tagger that asks the broker: waiting for another worker could wait forever
            run.run();
        } else if (!workers.offer(run)) {
            if (now != engine) {
                return annotate(request); // the configuration changed in between
            }
            throw overloaded(now);
        }
        AnnotationResult result = run.await();
        if (result == null) {
            workers.withdraw(run);
            throw overloaded(now);
        }
        return result;
    }

    private static OverloadedException overloaded(Engine engine) {
        return new OverloadedException(engine.workers().busy(), engine.limits().retryAfterSeconds());
    }

    @Override
    public List<TaggerInfo> taggers() {
        return generation.taggers();
    }

    @Override
    public List<Pipeline> pipelines() {
        return generation.pipelines();
    }

    @Override
    public long generation() {
        return generation.id();
    }
}
