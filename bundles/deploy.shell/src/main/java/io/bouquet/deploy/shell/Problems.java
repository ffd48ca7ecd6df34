package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.jaxrs.runtime.dto.FailedResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** Describes why a bundle or a part of it does not work. */
record Problems(
        Bundle systemBundle,
        @Nullable RuntimeDTO rest,
        @Nullable Broker broker,
        @Nullable Deployments deployments,
        List<ContributionStatus> contributions) {
    List<String> of(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean fragment = revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> ofParts(bundle);
            case Bundle.INSTALLED -> ofUnresolved(bundle);
            case Bundle.RESOLVED -> fragment ? List.of() : List.of(notStarted(bundle));
            case Bundle.STARTING ->
                isLazy(bundle) ? List.of() : List.of("it is starting; the log tells what it waits for");
            default -> List.of("it is stopping");
        };
    }

    private List<String> ofUnresolved(Bundle bundle) {
        return deployments == null
                ? List.of("it is not resolved; bundle:start " + bundle.getBundleId() + " tells why")
                : deployments.unresolved(bundle.getBundleId());
    }

    private String notStarted(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        if (!level.isPersistentlyStarted()) {
            return "it is stopped; bundle:start " + bundle.getBundleId() + " starts it";
        }
        int now = systemBundle.adapt(FrameworkStartLevel.class).getStartLevel();
        return level.getStartLevel() > now
                ? "it waits for start level " + level.getStartLevel() + "; the platform is at " + now
                : "its start failed; the log has the cause, and bundle:start " + bundle.getBundleId() + " tries again";
    }

    private static boolean isLazy(Bundle bundle) {
        String policy = Contributions.header(bundle, Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.startsWith(Constants.ACTIVATION_LAZY);
    }

    private List<String> ofParts(Bundle bundle) {
        List<String> problems = new ArrayList<>();
        for (ContributionStatus extender : contributions) {
            for (Contribution one : extender.of(bundle.getBundleId())) {
                if (one.state() != Contribution.State.WORKS) {
                    problems.add(one.text());
                }
            }
        }
        boolean tags = false;
        if (broker != null) {
            for (TaggerInfo tagger : broker.taggers()) {
                if (tagger.bundleId() == bundle.getBundleId() && tagger.state() != TaggerInfo.State.RETIRED) {
                    tags = true;
                    if (tagger.state() != TaggerInfo.State.SERVING) {
                        problems.add("the tagger '" + tagger.name() + "' does not serve, it is "
                                + tagger.state().name().toLowerCase(Locale.ROOT)
                                + (tagger.reason().isEmpty() ? "" : ": " + tagger.reason()));
                    }
                }
            }
        }
        if (!tags && Contributions.header(bundle, Contributions.MODEL_HEADER) != null) {
            problems.add("its model does not serve: its header is wrong, and the log says how");
        }
        if (rest != null) {
            for (FailedResourceDTO failed : rest.failedResourceDTOs) {
                if (isOf(bundle, failed.serviceId)) {
                    problems.add("a REST resource failed to register; route:list --failed tells why");
                }
            }
        }
        return problems;
    }

    private static boolean isOf(Bundle bundle, long serviceId) {
        var services = bundle.getRegisteredServices();
        if (services != null) {
            for (var service : services) {
                if (service.getProperty(Constants.SERVICE_ID).equals(serviceId)) {
                    return true;
                }
            }
        }
        return false;
    }
}
