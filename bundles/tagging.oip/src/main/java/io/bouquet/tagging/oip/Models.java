package io.bouquet.tagging.oip;

import io.bouquet.tagging.Broker;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The models that the broker makes of its taggers. Thread-safe. */
@Component(service = Models.class)
public final class Models {
    private static final int RETRY_AFTER_SECONDS = 5;

    // dynamic: the whiteboard rewires the application when the resource is removed, and the broker need not do that
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Broker broker;

    Broker broker() {
        Broker serving = broker;
        if (serving == null) {
            throw new OipException(503, "nothing annotates at the moment; try again soon", RETRY_AFTER_SECONDS);
        }
        return serving;
    }

    Map<String, Model> all() {
        return Model.all(broker());
    }

    boolean isReady() {
        Broker serving = broker;
        return serving != null && Model.all(serving).values().stream().anyMatch(Model::isReady);
    }

    /**
     * Returns a model.
     *
     * @param version null for the one that answers
     * @throws OipException 404 if there is no such model or version
     */
    Model get(String name, @Nullable String version) {
        Map<String, Model> all = all();
        Model model = all.get(name);
        if (model == null) {
            throw new OipException(404, "no model '" + name + "'; there are " + String.join(", ", all.keySet()));
        }
        if (version != null && !model.versions().contains(version)) {
            String available = model.versions().isEmpty()
                    ? "no version of it can be asked for" + (model.isReady() ? "" : ": " + model.reason())
                    : "it has the version " + model.versions().get(0);
            throw new OipException(404, "the model '" + name + "' has no version '" + version + "'; " + available);
        }
        return model;
    }
}
