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
 * Makes taggers of the models in started bundles that have a {@link ModelClause#HEADER} header. Each is registered by
 * the context of its model's bundle, so that it has that bundle's version and goes with it.
 */
// a bundle tracker is what an extender is; and immediate because it offers no service
@Component(
        immediate = true,
        service = {})
@Capability(namespace = "osgi.extender", name = "bouquet.model", version = "1.0")
public final class ModelExtender implements BundleTrackerCustomizer<ModelBundle> {
    private final BundleTracker<ModelBundle> bundles;

    @Activate
    public ModelExtender(BundleContext context) {
        // STARTING: a bundle with lazy activation stays there, for it has no class that could wake it
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
        // from STARTING to ACTIVE: the same models
    }

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, ModelBundle models) {
        models.close();
    }
}
