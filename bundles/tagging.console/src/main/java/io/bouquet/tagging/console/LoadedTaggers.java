package io.bouquet.tagging.console;

import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds the service of a version of a tagger. The broker has loaded it if the version is ready. Thread-safe. */
final class LoadedTaggers implements Function<TaggerInfo, Optional<Tagger>> {
    private final BundleContext context;

    LoadedTaggers(BundleContext context) {
        this.context = context;
    }

    @Override
    public Optional<Tagger> apply(TaggerInfo info) {
        try {
            for (ServiceReference<Tagger> reference : context.getServiceReferences(Tagger.class, null)) {
                if (info.name().equals(reference.getProperty(TaggerService.PREFIX_ + "name"))
                        && reference.getBundle() != null
                        && reference.getBundle().getBundleId() == info.bundleId()) {
                    Tagger tagger = context.getService(reference);
                    if (tagger != null) {
                        // a text takes little time, and the service is held only by who calls it
                        return Optional.of(text -> {
                            try {
                                return tagger.tag(text);
                            } finally {
                                context.ungetService(reference);
                            }
                        });
                    }
                }
            }
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Optional.empty();
    }
}
