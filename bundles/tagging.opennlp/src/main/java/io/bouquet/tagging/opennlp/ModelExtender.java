package io.bouquet.tagging.opennlp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * Registers taggers for the models in started bundles with a {@link ModelClause#HEADER} header. Each tagger is
 * registered in the context of the model's bundle, so it has the version and the life cycle of that bundle.
 */
// extenders use a bundle tracker; immediate: it provides no service
@Component(
        immediate = true,
        service = {})
@Capability(namespace = "osgi.extender", name = "bouquet.model", version = "1.0")
public final class ModelExtender implements BundleTrackerCustomizer<ModelBundle> {
    private final BundleTracker<ModelBundle> bundles;

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

    @Override
    public @Nullable ModelBundle addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        return Optional.ofNullable(bundle.getHeaders("").get(ModelClause.HEADER))
                .map(header -> ModelBundle.open(bundle, header))
                .orElse(null);
    }

    @Override
    public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, ModelBundle models) {
        // the models do not change between STARTING and ACTIVE
    }

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, ModelBundle models) {
        models.close();
    }
}
