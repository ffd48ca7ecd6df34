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
 * The bundles of the platform: those of the feature {@code bouquet}, or of another that the distribution names in the
 * property {@code bouquet.feature}, and of the features that it depends on. Thread-safe.
 */
@Component(service = PlatformBundles.class)
public final class PlatformBundles {
    private static final String PROPERTY = "bouquet.feature";
    private static final String USUAL = "bouquet";

    private static final Logger LOG = LoggerFactory.getLogger(PlatformBundles.class);

    private final BundleContext context;
    private final String feature;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable FeaturesService features;

    /** Cached, because the platform's features change only with a release. */
    private volatile Map<String, BundleInfo> known = Map.of();

    @Activate
    public PlatformBundles(BundleContext context) {
        this.context = context;
        String named = context.getProperty(PROPERTY);
        feature = named == null ? USUAL : named;
    }

    /** The name of the feature. */
    String feature() {
        return feature;
    }

    /** Returns the bundles by location; empty while the features are not available. */
    Map<String, BundleInfo> byLocation() {
        FeaturesService service = features;
        if (known.isEmpty() && service != null) {
            try {
                known = closure(service.listFeatures(), feature);
            } catch (Exception e) {
                LOG.debug("The features cannot be listed yet", e);
            }
        }
        return known;
    }

    private static Map<String, BundleInfo> closure(Feature[] all, String root) {
        Map<String, Feature> byName = new HashMap<>();
        for (Feature feature : all) {
            byName.put(feature.getName(), feature);
        }
        Map<String, BundleInfo> bundles = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Feature feature = byName.get(open.remove());
            if (feature != null && seen.add(feature.getName())) {
                feature.getDependencies().stream().map(Dependency::getName).forEach(open::add);
                feature.getBundles().forEach(bundle -> bundles.putIfAbsent(bundle.getLocation(), bundle));
            }
        }
        return bundles;
    }

    /** Returns whether a bundle belongs to the platform; false while that is unknown. */
    boolean contains(@Nullable Bundle bundle) {
        return bundle != null && byLocation().containsKey(bundle.getLocation());
    }

    boolean contains(long bundleId) {
        return contains(context.getBundle(bundleId));
    }

    /** Returns the bundle that is installed at a location, or null. */
    @Nullable
    Bundle at(String location) {
        return context.getBundle(location);
    }
}
