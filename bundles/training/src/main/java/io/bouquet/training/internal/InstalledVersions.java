package io.bouquet.training.internal;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.spi.Tagger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds the versions of taggers that are loaded. Thread-safe. */
final class InstalledVersions {
    private static final Set<State> LOADED = Set.of(State.SERVING, State.READY, State.STANDING_BY);

    private final BundleContext context;
    private final Broker broker;

    InstalledVersions(BundleContext context, Broker broker) {
        this.context = context;
        this.broker = broker;
    }

    /** A version of a tagger that can tag, until it is closed. */
    record Version(TaggerInfo info, Tagger tagger, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /**
     * Finds a version.
     *
     * @param version the empty string for the one that serves
     * @throws IllegalArgumentException if it is not there or not loaded; the message says which there are
     */
    TaggerInfo find(String name, String version) {
        List<TaggerInfo> all = broker.taggers();
        List<TaggerInfo> versions =
                all.stream().filter(one -> one.name().equals(name)).toList();
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("there is no tagger '" + name + "'; there are: "
                    + all.stream().map(TaggerInfo::name).distinct().sorted().collect(Collectors.joining(", ")));
        }
        return versions.stream()
                .filter(one -> version.isEmpty()
                        ? one.state() == State.SERVING
                        : one.version().equals(version) && LOADED.contains(one.state()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the tagger '" + name + "' has no "
                        + (version.isEmpty() ? "version that serves" : "version " + version + " that is ready")
                        + "; there are: "
                        + versions.stream()
                                .map(one -> one.version() + " ("
                                        + one.state().name().toLowerCase(Locale.ROOT) + ")")
                                .collect(Collectors.joining(", "))));
    }

    /** Takes the service of a version, so that it can tag texts beside the broker. */
    Version open(TaggerInfo info) {
        for (ServiceReference<Tagger> reference : references()) {
            boolean fits = info.name().equals(reference.getProperty("tagger.name"))
                    && reference.getBundle() != null
                    && reference.getBundle().getBundleId() == info.bundleId();
            Tagger tagger = fits ? context.getService(reference) : null;
            if (tagger != null) {
                return new Version(info, tagger, () -> context.ungetService(reference));
            }
        }
        throw new IllegalArgumentException(
                "the tagger '" + info.name() + "' " + info.version() + " has gone; look at nlp:taggers");
    }

    private Collection<ServiceReference<Tagger>> references() {
        try {
            return context.getServiceReferences(Tagger.class, null);
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
