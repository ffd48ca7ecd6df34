package io.bouquet.tagging.model.internal;

import io.bouquet.common.ByteSize;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started bundle with models. An error in the declaration of a model is logged and affects only that model.
 * Thread-safe.
 */
final class ModelBundle {
    private static final Logger log = LoggerFactory.getLogger(ModelBundle.class);

    private final Bundle bundle;
    private final List<ModelEngine> engines;
    private final List<Model> models = new ArrayList<>();
    private boolean closed;

    /** A model and its tagger, while it has one. */
    private static final class Model {
        final ModelDeclaration declaration;
        /** The engine that made the tagger, or that refused to. */
        @Nullable
        ModelEngine engine;

        @Nullable
        ServiceRegistration<Tagger> registration;

        @Nullable
        Tagger tagger;

        Model(ModelDeclaration declaration) {
            this.declaration = declaration;
        }
    }

    /** @param engines the engines that are there; it may change, and then {@link #update} is called */
    ModelBundle(Bundle bundle, String header, List<ModelEngine> engines) {
        this.bundle = bundle;
        this.engines = engines;
        ModelHeader declared = ModelHeader.of(header);
        declared.faults().forEach(this::report);
        declared.models().forEach(model -> models.add(new Model(model)));
    }

    /**
     * Registers the taggers of models whose engines have come, and unregisters those of engines that have gone. The
     * broker calls the taggers to load the models.
     */
    synchronized void update() {
        for (Model model : models) {
            if (model.engine != null && (closed || !engines.contains(model.engine))) {
                unregister(model);
            }
            if (model.engine == null && !closed) {
                Optional<ModelEngine> engine = Engines.engineOf(model.declaration, engines);
                if (engine.isPresent()) {
                    register(model, engine.get());
                } else {
                    log.info("A model of {} waits: {}", bundle, Engines.missing(model.declaration, engines));
                }
            }
        }
    }

    /** Unregisters the taggers. */
    synchronized void close() {
        closed = true;
        update();
    }

    private void register(Model model, ModelEngine engine) {
        BundleContext context = bundle.getBundleContext();
        if (context == null) {
            return; // the bundle was stopped meanwhile
        }
        model.engine = engine;
        ModelDeclaration declaration = model.declaration;
        try {
            ModelPlan plan = Engines.plan(declaration, engine);
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put("tagger.name", declaration.name());
            properties.put("tagger.requires", plan.requires().toArray(String[]::new));
            properties.put("tagger.produces", plan.produces().toArray(String[]::new));
            properties.put("tagger.languages", declaration.languages().toArray(String[]::new));
            properties.put("tagger.onRequest", plan.onRequest());
            properties.put("tagger.model", describe(declaration.path()));
            Tagger tagger = engine.tagger(declaration, new BundleFiles(bundle));
            model.tagger = tagger;
            model.registration = context.registerService(Tagger.class, tagger, properties);
        } catch (IllegalArgumentException wrong) {
            report(String.valueOf(wrong.getMessage()));
        }
    }

    private static void unregister(Model model) {
        ServiceRegistration<Tagger> registration = model.registration;
        Tagger tagger = model.tagger;
        model.engine = null;
        model.registration = null;
        model.tagger = null;
        if (registration != null) {
            try {
                registration.unregister();
            } catch (IllegalStateException gone) {
                // the framework has already unregistered the services of the stopping bundle
                log.debug("A tagger is already unregistered", gone);
            }
        }
        // the broker has let the running texts end
        if (tagger instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception failure) {
                log.error("The tagger of a model could not be closed", failure);
            }
        }
    }

    private void report(String fault) {
        log.error("A model of {} does not serve: its header {} is wrong: {}", bundle, ModelHeader.NAME, fault);
    }

    private String describe(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            return name;
        }
        try {
            URLConnection connection = entry.openConnection();
            connection.connect();
            long bytes = connection.getContentLengthLong();
            return bytes < 0 ? name : name + ", " + ByteSize.text(bytes);
        } catch (IOException unreadable) {
            return name; // loading the model will report the error
        }
    }
}
