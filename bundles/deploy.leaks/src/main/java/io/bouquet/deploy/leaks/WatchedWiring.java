package io.bouquet.deploy.leaks;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import org.osgi.framework.wiring.BundleWiring;

/**
 * One wiring of a bundle, from its resolution until the bundle is updated or uninstalled.
 *
 * @param sources  how Felix names the revision in protection domains and code sources
 * @param traces   the objects of the wiring that are not collected yet. Guarded by {@link WiringWatch}
 * @param starters the access control contexts of the threads that started the bundle. Thread-safe
 */
record WatchedWiring(
        String name,
        String version,
        List<String> sources,
        WeakReference<BundleWiring> wiring,
        Set<Trace> traces,
        Set<List<String>> starters) {}
