package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started bundle with models. What is wrong with one of them is logged, for whoever made it, and costs that one
 * only.
 */
final class ModelBundle {
    private static final Logger log = LoggerFactory.getLogger(ModelBundle.class);

    private final Bundle bundle;
    private final String header;
    private final List<ServiceRegistration<Tagger>> taggers = new ArrayList<>();
    private boolean closed;

    ModelBundle(Bundle bundle, String header) {
        this.bundle = bundle;
        this.header = header;
    }

    /** Reads the models and registers their taggers, as long as the bundle is not closed meanwhile. */
    void load() {
        List<HeaderClause> clauses;
        try {
            clauses = HeaderClause.parse(header);
        } catch (IllegalArgumentException wrong) {
            log.error(
                    "No model of {} serves: its header {} is wrong: {}",
                    bundle,
                    ModelClause.HEADER,
                    wrong.getMessage());
            return;
        }
        Set<String> names = new HashSet<>();
        for (HeaderClause clause : clauses) {
            if (isClosed()) {
                return;
            }
            try {
                ModelClause.of(clause).ifPresent(model -> {
                    if (!names.add(model.name())) {
                        throw new IllegalArgumentException("the name '" + model.name() + "' of the model '"
                                + model.path() + "' is taken by another of this bundle: add name=<another name>");
                    }
                    load(model);
                });
            } catch (IllegalArgumentException wrong) {
                log.error(
                        "A model of {} does not serve: its header {} is wrong: {}",
                        bundle,
                        ModelClause.HEADER,
                        wrong.getMessage());
            }
        }
    }

    private void load(ModelClause model) {
        URL entry = bundle.getEntry(model.path());
        if (entry == null) {
            throw new IllegalArgumentException(
                    "there is no file '" + model.path() + "' in the bundle; there are: " + files());
        }
        long start = System.nanoTime();
        try {
            byte[] bytes;
            try (InputStream in = entry.openStream()) {
                bytes = in.readAllBytes();
            }
            Tagger tagger = model.kind().load(new ByteArrayInputStream(bytes), model);
            register(tagger, model, bytes.length);
            log.info(
                    "Tagger {} serves the model {} of {}, read in {} ms",
                    model.name(),
                    model.path(),
                    bundle,
                    (System.nanoTime() - start) / 1_000_000);
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError failure) {
            if (!isClosed()) {
                log.error(
                        "The model {} of {} does not serve: it is no {} model that OpenNLP can read ({}); train or"
                                + " fetch it again, and update the bundle",
                        model.path(),
                        bundle,
                        model.kind().id(),
                        failure.toString());
                log.debug("Where OpenNLP gave up", failure);
            }
        }
    }

    private void register(Tagger tagger, ModelClause model, int bytes) {
        BundleContext context = bundle.getBundleContext();
        if (context == null) {
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("tagger.name", model.name());
        properties.put("tagger.requires", model.kind().requires().toArray(String[]::new));
        properties.put("tagger.produces", new String[] {model.layer()});
        properties.put("tagger.languages", model.languages().toArray(String[]::new));
        properties.put("tagger.model", fileName(model.path()) + ", " + size(bytes));
        // outside of the lock: listeners of the service run here
        ServiceRegistration<Tagger> registration = context.registerService(Tagger.class, tagger, properties);
        synchronized (this) {
            if (!closed) {
                taggers.add(registration);
                return;
            }
        }
        unregister(registration);
    }

    /** Takes the taggers back; none is registered afterwards. */
    void close() {
        List<ServiceRegistration<Tagger>> registered;
        synchronized (this) {
            closed = true;
            registered = List.copyOf(taggers);
            taggers.clear();
        }
        registered.forEach(ModelBundle::unregister);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static void unregister(ServiceRegistration<Tagger> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException gone) {
            // the framework was first: it takes back the services of a bundle that stops
            log.debug("A tagger's registration is gone already", gone);
        }
    }

    private String files() {
        var entries = bundle.findEntries("/", "*.bin", true);
        return entries == null
                ? "no *.bin at all"
                : Collections.list(entries).stream().map(URL::getPath).sorted().collect(Collectors.joining(", "));
    }

    private static String size(int bytes) {
        return bytes < 1_000_000 ? bytes / 1_000 + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
