package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Receipt.Check;
import io.bouquet.deploy.spi.Contribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/** Waits until all contributions of a bundle work, or one has failed. */
final class Liveness {
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
            List<Finding> pending,
            List<Finding> lacking,
            List<Finding> withoutTagger,
            List<Finding> failed) {
        Snapshot() {
            this(new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * The result of a start of bundles.
     *
     * @param lacking descriptions of what is still missing
     */
    record Outcome(List<Check> works, List<Finding> lacking) {
        void note(Progress progress) {
            works.forEach(progress::check);
            for (Finding lack : lacking) {
                progress.check(new Check("waits", false, lack.text()));
                progress.waits(lack.text());
            }
        }
    }

    /** Returns the problems of what running bundles wait for now. */
    Set<String> lacking(List<Bundle> bundles) {
        Snapshot snapshot = new Snapshot();
        Parts parts = Parts.now(surroundings);
        bundles.forEach(bundle -> look(bundle, parts, snapshot));
        return snapshot.lacking.stream().map(Finding::problem).collect(Collectors.toSet());
    }

    /**
     * Waits for bundles that were just started.
     *
     * @param bundles called for each snapshot, because a refresh may change the bundles
     * @param mayLack whether the problem of something missing is acceptable; if not, it counts as a failure
     * @throws ChangeFailedException if something does not work
     */
    Outcome await(Supplier<List<Bundle>> bundles, Predicate<String> mayLack)
            throws ChangeFailedException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long start = System.nanoTime();
        while (true) {
            Snapshot snapshot = new Snapshot();
            Parts parts = Parts.now(surroundings);
            for (Bundle bundle : bundles.get()) {
                look(bundle, parts, snapshot);
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            boolean late = waited.compareTo(bound) >= 0;
            boolean given = waited.compareTo(forServices) >= 0;
            if (given) {
                snapshot.failed.addAll(snapshot.withoutTagger);
            }
            if (!snapshot.failed.isEmpty()) {
                throw new ChangeFailedException(snapshot.failed);
            }
            if (snapshot.pending.isEmpty()
                    && (given || snapshot.lacking.isEmpty() && snapshot.withoutTagger.isEmpty())) {
                List<Finding> fatal = snapshot.lacking.stream()
                        .filter(lack -> !mayLack.test(lack.problem()))
                        .toList();
                if (!fatal.isEmpty()) {
                    throw new ChangeFailedException(fatal);
                }
                return new Outcome(List.copyOf(snapshot.works), List.copyOf(snapshot.lacking));
            }
            if (late) {
                snapshot.pending.addAll(snapshot.lacking);
                throw new ChangeFailedException(snapshot.pending.stream()
                        .map(one -> one.after("not all of it works after " + waited.toSeconds() + " s: "))
                        .toList());
            }
            // services, components, routes and taggers have different notifications; polling is simpler
            never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static void look(Bundle bundle, Parts parts, Snapshot snapshot) {
        if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
            snapshot.failed.add(new Finding(
                    "not-started",
                    "the bundle " + bundle.getSymbolicName() + " " + bundle.getVersion() + " did not start",
                    "See what it lacks: plugin:doctor " + bundle.getSymbolicName(),
                    bundle.getSymbolicName()));
            return;
        }
        for (Contribution one : parts.of(bundle)) {
            switch (one.state()) {
                case WORKS -> snapshot.works.add(new Check(one.kind() + " " + one.name(), true, one.detail()));
                case PENDING ->
                    (one.kind().equals(Parts.MODEL) ? snapshot.withoutTagger : snapshot.pending).add(one.finding());
                case WAITING -> snapshot.lacking.add(one.finding());
                case FAILED -> snapshot.failed.add(one.finding());
            }
        }
    }
}
