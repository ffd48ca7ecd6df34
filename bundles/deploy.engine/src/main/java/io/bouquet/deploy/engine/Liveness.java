package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt.Check;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** Waits until all contributions of a bundle work, or one has failed. */
final class Liveness {
    private static final String MODEL = "Bouquet-Model";
    /** Service property with the id of the service that this service replaces on the REST whiteboard. */
    private static final String STANDS_FOR = "io.bouquet.web.stands.for";

    private static final long POLL_MILLIS = 20;

    private final Surroundings surroundings;
    private final Duration bound;
    private final Duration forServices;

    Liveness(Surroundings surroundings, Duration bound, Duration forServices) {
        this.surroundings = surroundings;
        this.bound = bound;
        this.forServices = forServices;
    }

    /**
     * The state of bundles at one moment: what works, is pending, waits for other bundles, is a model without a tagger,
     * or has failed.
     */
    private record Snapshot(
            Set<Check> works,
            List<String> pending,
            List<String> lacking,
            List<String> withoutTagger,
            List<String> failed) {
        Snapshot() {
            this(new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * The result of a start of bundles.
     *
     * @param lacking descriptions of what is still missing
     */
    record Outcome(List<Check> works, List<String> lacking) {
        void note(Progress progress) {
            works.forEach(progress::check);
            for (String lack : lacking) {
                progress.check(new Check("waits", false, lack));
                progress.waits(lack);
            }
        }
    }

    /** Describes what running bundles wait for now. */
    Set<String> lacking(List<Bundle> bundles) {
        Snapshot snapshot = new Snapshot();
        bundles.forEach(bundle -> look(bundle, snapshot));
        return Set.copyOf(snapshot.lacking);
    }

    /**
     * Waits for bundles that were just started.
     *
     * @param bundles called for each snapshot, because a refresh may change the bundles
     * @param mayLack whether a description of something missing is acceptable; if not, it counts as a failure
     * @throws ChangeFailedException if something does not work
     */
    Outcome await(Supplier<List<Bundle>> bundles, Predicate<String> mayLack)
            throws ChangeFailedException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long start = System.nanoTime();
        while (true) {
            Snapshot snapshot = new Snapshot();
            for (Bundle bundle : bundles.get()) {
                look(bundle, snapshot);
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            boolean late = waited.compareTo(bound) >= 0;
            boolean given = waited.compareTo(forServices) >= 0;
            if (given) {
                snapshot.failed.addAll(snapshot.withoutTagger);
            }
            if (!snapshot.failed.isEmpty()) {
                throw new ChangeFailedException(String.join("; ", snapshot.failed));
            }
            if (snapshot.pending.isEmpty()
                    && (given || snapshot.lacking.isEmpty() && snapshot.withoutTagger.isEmpty())) {
                List<String> fatal =
                        snapshot.lacking.stream().filter(mayLack.negate()).toList();
                if (!fatal.isEmpty()) {
                    throw new ChangeFailedException(String.join("; ", fatal));
                }
                return new Outcome(List.copyOf(snapshot.works), List.copyOf(snapshot.lacking));
            }
            if (late) {
                snapshot.pending.addAll(snapshot.lacking);
                throw new ChangeFailedException("not all of it works after " + waited.toSeconds() + " s: "
                        + String.join("; ", snapshot.pending));
            }
            // services, components, routes and taggers have different notifications; polling is simpler
            never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look(Bundle bundle, Snapshot snapshot) {
        if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
            snapshot.failed.add(
                    "the bundle " + bundle.getSymbolicName() + " " + bundle.getVersion() + " did not start");
            return;
        }
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        List<ServiceReference<?>> registered = services == null ? List.of() : Arrays.asList(services);
        routes(registered, snapshot);
        taggers(bundle, registered, snapshot);
        contributions(bundle, snapshot);
    }

    private void contributions(Bundle bundle, Snapshot snapshot) {
        for (ContributionStatus extender : surroundings.contributions) {
            for (Contribution one : extender.of(bundle.getBundleId())) {
                switch (one.state()) {
                    case WORKS -> snapshot.works.add(new Check(one.kind() + " " + one.name(), true, one.detail()));
                    case PENDING -> snapshot.pending.add(one.text());
                    case WAITING -> snapshot.lacking.add(one.text());
                    case FAILED -> snapshot.failed.add(one.text());
                }
            }
        }
    }

    private void routes(List<ServiceReference<?>> registered, Snapshot snapshot) {
        Set<Object> replaced = registered.stream()
                .map(service -> service.getProperty(STANDS_FOR))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<ServiceReference<?>> ours = registered.stream()
                .filter(service -> service.getProperty("osgi.jaxrs.resource") != null
                        || service.getProperty("osgi.jaxrs.extension") != null
                        || service.getProperty("osgi.jaxrs.application.base") != null)
                .filter(service -> !replaced.contains(service.getProperty(Constants.SERVICE_ID)))
                .toList();
        RuntimeDTO dto =
                ours.isEmpty() ? null : RestWhiteboard.look(surroundings.routes).orElse(null);
        if (dto == null) {
            return;
        }
        Set<Long> failed = new HashSet<>();
        Stream.of(dto.failedApplicationDTOs, dto.failedResourceDTOs, dto.failedExtensionDTOs)
                .flatMap(Stream::of)
                .forEach(one -> failed.add(one.serviceId));
        Set<Long> served = new HashSet<>();
        Stream.concat(Stream.of(dto.defaultApplication), Stream.of(dto.applicationDTOs))
                .forEach(application -> served(application, served));
        for (ServiceReference<?> service : ours) {
            long id = (Long) service.getProperty(Constants.SERVICE_ID);
            String name = String.join(", ", (String[]) service.getProperty(Constants.OBJECTCLASS));
            if (served.contains(id)) {
                snapshot.works.add(new Check("REST " + name, true, "the whiteboard has it"));
            } else if (failed.contains(id)) {
                snapshot.lacking.add("the REST whiteboard does not take " + name + " (route:list --failed tells why)");
            } else {
                snapshot.pending.add("the REST whiteboard does not have " + name + " yet");
            }
        }
    }

    private static void served(@Nullable ApplicationDTO application, Set<Long> served) {
        if (application == null) {
            return;
        }
        served.add(application.serviceId);
        Stream.of(application.resourceDTOs).forEach(one -> served.add(one.serviceId));
        Stream.of(application.extensionDTOs).forEach(one -> served.add(one.serviceId));
    }

    private void taggers(Bundle bundle, List<ServiceReference<?>> registered, Snapshot snapshot) {
        List<ServiceReference<?>> ours = registered.stream()
                .filter(service -> Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS))
                        .contains(Tagger.class.getName()))
                .toList();
        String header = bundle.getHeaders("").get(MODEL);
        if (header != null && ours.isEmpty()) {
            snapshot.withoutTagger.add(
                    "its header " + MODEL + ": " + header + " makes no tagger: kind, language or layers are"
                            + " wrong, or no engine reads such models (the log says what is wrong with it)");
        }
        Broker broker = surroundings.broker;
        if (broker == null) {
            return;
        }
        List<TaggerInfo> known = broker.taggers();
        for (ServiceReference<?> service : ours) {
            String name = String.valueOf(service.getProperty("tagger.name"));
            Optional<TaggerInfo> info = known.stream()
                    .filter(one -> one.bundleId() == bundle.getBundleId()
                            && one.name().equals(name)
                            && one.version().equals(bundle.getVersion().toString())
                            && one.state() != State.RETIRED
                            && one.state() != State.DRAINING)
                    .findFirst();
            info.ifPresentOrElse(
                    one -> tagger(one, snapshot),
                    () -> snapshot.pending.add("the broker does not know the tagger " + name));
        }
    }

    private static void tagger(TaggerInfo info, Snapshot snapshot) {
        String what = "tagger " + info.name() + " " + info.version();
        switch (info.state()) {
            case SERVING, READY, STANDING_BY, WAITING ->
                snapshot.works.add(new Check(
                        what,
                        true,
                        info.state().name().toLowerCase(Locale.ROOT)
                                + info.check()
                                        .map(check -> String.format(
                                                Locale.ROOT,
                                                "; %.3f of at least %.3f on %d gold samples",
                                                check.score(),
                                                check.threshold(),
                                                check.samples()))
                                        .orElse("; no gold samples")
                                + (info.reason().isEmpty() ? "" : "; " + info.reason())));
            case FAILED -> snapshot.failed.add("the " + what + " failed: " + info.reason());
            default ->
                snapshot.pending.add(
                        "the " + what + " is " + info.state().name().toLowerCase(Locale.ROOT));
        }
    }
}
