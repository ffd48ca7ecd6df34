package io.bouquet.health;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Dependency;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles that the platform consists of: those of the feature {@code bouquet} and of the features that it needs.
 * Thread-safe.
 */
@Component(service = PlatformBundles.class)
public final class PlatformBundles {
    static final String FEATURE = "bouquet";

    private static final Logger LOG = LoggerFactory.getLogger(PlatformBundles.class);

    private final BundleContext context;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable FeaturesService features;

    /** Kept once it is known: the platform's features change with a release only. */
    private volatile Map<String, BundleInfo> known = Map.of();

    @Activate
    public PlatformBundles(BundleContext context) {
        this.context = context;
    }

    /** The bundles by location; empty while the features cannot be asked. */
    Map<String, BundleInfo> byLocation() {
        FeaturesService service = features;
        if (known.isEmpty() && service != null) {
            try {
                known = closure(service.listFeatures());
            } catch (Exception e) {
                LOG.debug("The features cannot be listed yet", e);
            }
        }
        return known;
    }

    private static Map<String, BundleInfo> closure(Feature[] all) {
        Map<String, Feature> byName = new HashMap<>();
        for (Feature feature : all) {
            byName.put(feature.getName(), feature);
        }
        Map<String, BundleInfo> bundles = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(FEATURE);
        while (!open.isEmpty()) {
            Feature feature = byName.get(open.remove());
            if (feature != null && seen.add(feature.getName())) {
                feature.getDependencies().stream().map(Dependency::getName).forEach(open::add);
                feature.getBundles().forEach(bundle -> bundles.putIfAbsent(bundle.getLocation(), bundle));
            }
        }
        return bundles;
    }

    /** Whether a bundle is one of the platform's; false while that cannot be told. */
    boolean contains(@Nullable Bundle bundle) {
        return bundle != null && byLocation().containsKey(bundle.getLocation());
    }

    boolean contains(long bundleId) {
        return contains(context.getBundle(bundleId));
    }

    /** The bundle that is installed at a location; null if there is none. */
    @Nullable
    Bundle at(String location) {
        return context.getBundle(location);
    }
}
