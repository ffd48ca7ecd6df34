package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The mapper of the platform's JSON. A mapper caches classes; this one is replaced when a bundle is removed. */
@Component(service = Json.class)
public final class Json {
    private final BundleContext context;
    private final BundleListener cacheResetter = this::forget;
    private volatile JsonMapper mapper = JsonBodies.newMapper();

    @Activate
    public Json(BundleContext context) {
        this.context = context;
        context.addBundleListener(cacheResetter);
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(cacheResetter);
    }

    private void forget(BundleEvent event) {
        if (event.getType() == BundleEvent.UNRESOLVED) {
            mapper = JsonBodies.newMapper();
        }
    }

    JsonMapper mapper() {
        return mapper;
    }
}
