package io.bouquet.deploy.engine;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.LayerOwner;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.TakeOvers;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;

/** Makes a tagger of each model bundle, and says as the broker would that the newest version serves. */
final class Models implements Broker, SynchronousBundleListener {
    private final BundleContext context;
    /** Versions that do not pass. */
    final Set<String> corrupt = ConcurrentHashMap.newKeySet();
    /** Names of taggers that may take layers over. */
    final Set<String> allowed = ConcurrentHashMap.newKeySet();

    Models(BundleContext context) {
        this.context = context;
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.ACTIVE) {
                register(bundle);
            }
        }
        context.addBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED) {
            register(event.getBundle());
        }
    }

    private static void register(Bundle bundle) {
        String model = bundle.getHeaders("").get("Bouquet-Model");
        if (model != null && !model.contains("kind=wrong")) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put("tagger.name", "tokens");
            bundle.getBundleContext().registerService(Tagger.class, new Nothing(), properties);
        }
    }

    private static final class Nothing implements Tagger {
        @Override
        public Layers tag(AnnotatedText text) {
            return Layers.none();
        }
    }

    /** Version of the one that serves. */
    Optional<String> serving() {
        return taggers().stream()
                .filter(tagger -> tagger.state() == State.SERVING)
                .map(TaggerInfo::version)
                .findFirst();
    }

    /** The one that serves owns its layer, whoever may take it over. */
    TakeOvers takeOvers() {
        return new TakeOvers() {
            @Override
            public List<LayerOwner> owners(Collection<String> layers, Collection<String> languages) {
                return taggers().stream()
                        .filter(tagger -> tagger.state() == State.SERVING)
                        .flatMap(tagger -> tagger.produces().stream()
                                .filter(layers::contains)
                                .map(layer -> new LayerOwner(layer, "", tagger.name(), tagger.bundle())))
                        .toList();
            }

            @Override
            public List<String> allowed() {
                return List.copyOf(allowed);
            }

            @Override
            public void allow(Collection<String> taggers) {
                allowed.addAll(taggers);
            }

            @Override
            public void end(Collection<String> taggers) {
                allowed.removeAll(taggers);
            }
        };
    }

    @Override
    public PublicationHold holdBack(String bundle) {
        return () -> {};
    }

    @Override
    public List<TaggerInfo> taggers() {
        List<ServiceReference<Tagger>> all;
        try {
            all = new ArrayList<>(context.getServiceReferences(Tagger.class, null));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        all.removeIf(service -> service.getBundle() == null);
        all.sort(Comparator.comparing((ServiceReference<Tagger> service) ->
                        service.getBundle().getVersion())
                .reversed());
        List<TaggerInfo> infos = new ArrayList<>();
        boolean serves = false;
        for (ServiceReference<Tagger> service : all) {
            Bundle bundle = service.getBundle();
            String version = bundle.getVersion().toString();
            State state = corrupt.contains(version) ? State.FAILED : serves ? State.READY : State.SERVING;
            serves |= state == State.SERVING;
            infos.add(new TaggerInfo(
                    "tokens",
                    version,
                    List.of(),
                    List.of("tokens"),
                    List.of(),
                    "",
                    bundle.getSymbolicName(),
                    bundle.getBundleId(),
                    state,
                    Instant.EPOCH,
                    state == State.FAILED ? "the model is corrupt at byte 17" : "",
                    state == State.SERVING ? 100 : 0,
                    Optional.empty(),
                    TaggerInfo.Traffic.NONE));
        }
        return infos;
    }

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Lease lease(List<String> layers, Duration timeLimit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Pipeline> pipelines() {
        return List.of();
    }

    @Override
    public long generation() {
        return 1;
    }
}
