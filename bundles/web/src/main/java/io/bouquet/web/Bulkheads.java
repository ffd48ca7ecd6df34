package io.bouquet.web;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Limits the threads of the HTTP server that the requests to one plugin may use. Thread-safe. */
@ProviderType
public interface Bulkheads {
    /** Returns the bulkheads of plugins that have had requests since their start, sorted by name. */
    List<Bulkhead> list();
}
