package io.bouquet.tagging.opennlp;

import io.bouquet.common.ByteSize;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started bundle with models. An error in the declaration of a model is logged and affects only that model. */
final class ModelBundle {
    private static final Logger log = LoggerFactory.getLogger(ModelBundle.class);

    private final Bundle bundle;
    private final List<ServiceRegistration<Tagger>> taggers = new ArrayList<>();

    private ModelBundle(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Registers the taggers of the models that {@code header} declares. The broker calls them to load the models. */
    static ModelBundle open(Bundle bundle, String header) {
        ModelBundle models = new ModelBundle(bundle);
        ModelHeader declared = ModelHeader.of(header);
        declared.faults()
                .forEach(fault -> log.error(
                        "A model of {} does not serve: its header {} is wrong: {}", bundle, ModelClause.HEADER, fault));
        declared.models().forEach(models::register);
        return models;
    }

    private void register(ModelClause model) {
        BundleContext context = bundle.getBundleContext();
        if (context == null) {
            return; // the bundle was stopped meanwhile
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("tagger.name", model.name());
        properties.put("tagger.requires", model.kind().requires().toArray(String[]::new));
        properties.put("tagger.produces", new String[] {model.layer()});
        properties.put("tagger.languages", model.languages().toArray(String[]::new));
        properties.put("tagger.model", describe(model.path()));
        taggers.add(context.registerService(Tagger.class, new ModelTagger(bundle, model), properties));
    }

    /** Unregisters the taggers. */
    void close() {
        for (ServiceRegistration<Tagger> tagger : taggers) {
            try {
                tagger.unregister();
            } catch (IllegalStateException gone) {
                // the framework has already unregistered the services of the stopping bundle
                log.debug("A tagger is already unregistered", gone);
            }
        }
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
