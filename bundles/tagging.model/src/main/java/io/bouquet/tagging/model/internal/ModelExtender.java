package io.bouquet.tagging.model.internal;

import io.bouquet.tagging.model.ModelEngine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * Registers taggers for the models in started bundles with a {@link ModelHeader#NAME} header, as long as the engines of
 * the models are there. Each tagger is registered in the context of the model's bundle, so it has the version and the
 * life cycle of that bundle.
 */
// extenders use a bundle tracker; immediate: it provides no service
@Component(
        immediate = true,
        service = {})
@Capability(namespace = "osgi.extender", name = "bouquet.model", version = "1.0")
public final class ModelExtender implements BundleTrackerCustomizer<ModelBundle> {
    private final BundleTracker<ModelBundle> bundles;
    private final List<ModelEngine> engines = new CopyOnWriteArrayList<>();

    @Activate
    public ModelExtender(BundleContext context) {
        // STARTING: a model bundle with lazy activation stays in this state, because no class of it is ever loaded
        bundles = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, this);
        bundles.open();
    }

    @Deactivate
    public void stop() {
        bundles.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addEngine(ModelEngine engine) {
        engines.add(engine);
        bundles.getTracked().values().forEach(ModelBundle::update);
    }

    public void removeEngine(ModelEngine engine) {
        engines.remove(engine);
        bundles.getTracked().values().forEach(ModelBundle::update);
    }

    @Override
    public @Nullable ModelBundle addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        String header = bundle.getHeaders("").get(ModelHeader.NAME);
        if (header == null) {
            return null;
        }
        ModelBundle models = new ModelBundle(bundle, header, engines);
        models.update();
        return models;
    }

    @Override
    public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, ModelBundle models) {
        // an engine may have come before the bundle was tracked
        models.update();
    }

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, ModelBundle models) {
        models.close();
    }
}
