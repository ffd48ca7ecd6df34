package io.bouquet.tagging;

import org.osgi.annotation.versioning.ProviderType;

/** Keeps the taggers of one bundle from replacing those of an older version of the bundle. Thread-safe. */
@ProviderType
public interface PublicationHold extends AutoCloseable {
    /** Publishes the taggers that are ready, all in one generation. A second call does nothing. */
    @Override
    void close();
}
