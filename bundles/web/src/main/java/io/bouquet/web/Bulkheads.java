package io.bouquet.web;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Bounds the threads of the HTTP server that the requests to one plugin may take. Thread-safe. */
@ProviderType
public interface Bulkheads {
    /** The bulkheads of plugins that had requests since they were started, in the order of their names. */
    List<Bulkhead> list();
}
