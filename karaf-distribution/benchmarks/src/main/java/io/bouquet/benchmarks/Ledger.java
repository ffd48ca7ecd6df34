package io.bouquet.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What came of each request, and what was swapped when. Thread-safe. */
final class Ledger {
    private static final int EXAMPLES = 3;
    private static final int EXAMPLE_LENGTH = 400;

    private final long began = System.nanoTime();
    private final Map<Endpoint, Times> times = new LinkedHashMap<>();
    private final Map<String, Failure> failures = new TreeMap<>();
    private final List<Swap> swaps = new ArrayList<>();

    /** A change, and the part that stood still with it. */
    record Swap(String kind, String part, long begin, long end, String trouble) {
        double millis() {
            return (end - begin) / 1e6;
        }
    }

    /** Requests that failed in one way. */
    record Failure(int count, List<String> examples) {}

    /** When the requests of an endpoint were due, and when answered. */
    static final class Times {
        private long[] at = new long[1 << 12];
        private long[] end = new long[1 << 12];
        private int count;
        private int failed;

        private void add(long begin, long answered) {
            if (count == at.length) {
                at = Arrays.copyOf(at, 2 * count);
                end = Arrays.copyOf(end, 2 * count);
            }
            at[count] = begin;
            end[count++] = answered;
        }

        int count() {
            return count;
        }

        int failed() {
            return failed;
        }
    }

    synchronized void answered(Endpoint endpoint, long at, long end) {
        times.computeIfAbsent(endpoint, one -> new Times()).add(at, end);
    }

    synchronized void failed(Endpoint endpoint, long at, long end, String what, String body) {
        Times of = times.computeIfAbsent(endpoint, one -> new Times());
        of.add(at, end);
        of.failed++;
        String kind = endpoint.name() + ": " + (what.length() > 120 ? what.substring(0, 120) : what);
        Failure failure = failures.getOrDefault(kind, new Failure(0, List.of()));
        List<String> examples = new ArrayList<>(failure.examples());
        if (examples.size() < EXAMPLES) {
            examples.add(String.format(
                    "at %.1f s, after %.0f ms%s: %s %s",
                    (at - began) / 1e9,
                    (end - at) / 1e6,
                    swaps.isEmpty()
                            ? ""
                            : ", last swap " + swaps.get(swaps.size() - 1).kind(),
                    what,
                    body.length() > EXAMPLE_LENGTH ? body.substring(0, EXAMPLE_LENGTH) : body));
        }
        failures.put(kind, new Failure(failure.count() + 1, List.copyOf(examples)));
    }

    /** @param trouble why it was not as it should be; the empty string where it was */
    synchronized void swapped(String kind, String part, long begin, long end, String trouble) {
        swaps.add(new Swap(kind, part, begin, end, trouble));
    }

    synchronized Map<Endpoint, Times> times() {
        return new LinkedHashMap<>(times);
    }

    synchronized Map<String, Failure> failures() {
        return new TreeMap<>(failures);
    }

    synchronized List<Swap> swaps() {
        return List.copyOf(swaps);
    }

    synchronized long requests() {
        return times.values().stream().mapToLong(Times::count).sum();
    }

    synchronized long failed() {
        return times.values().stream().mapToLong(Times::failed).sum();
    }

    /** Milliseconds of the requests to an endpoint that were due within a time, or of which a swap is true. */
    synchronized double[] millis(Endpoint endpoint, long from, long to) {
        return millis(endpoint, i -> i[0] >= from && i[0] < to);
    }

    /** Of those during a swap that the endpoint needs, or else of those only during others. */
    synchronized double[] millisDuringSwaps(Endpoint endpoint, boolean own) {
        return millis(endpoint, i -> {
            List<Swap> during = during(i);
            return !during.isEmpty() && during.stream().anyMatch(swap -> isOwn(swap, endpoint)) == own;
        });
    }

    /** Of those during a swap of a kind that the endpoint does not need. */
    synchronized double[] millisDuring(Endpoint endpoint, String kind) {
        return millis(
                endpoint, i -> during(i).stream().anyMatch(swap -> swap.kind().equals(kind) && !isOwn(swap, endpoint)));
    }

    /** The swaps that a request met, which come one after the other. */
    private List<Swap> during(long[] request) {
        int low = 0;
        int high = swaps.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (swaps.get(middle).end() > request[0]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int first = low;
        while (low < swaps.size() && swaps.get(low).begin() < request[1]) {
            low++;
        }
        return swaps.subList(first, low);
    }

    private static boolean isOwn(Swap swap, Endpoint endpoint) {
        return swap.part().equals(Swaps.EVERY)
                || !swap.part().isEmpty() && endpoint.part().equals(swap.part());
    }

    private double[] millis(Endpoint endpoint, Predicate<long[]> wanted) {
        Times of = times.get(endpoint);
        if (of == null) {
            return new double[0];
        }
        double[] millis = new double[of.count];
        int found = 0;
        for (int i = 0; i < of.count; i++) {
            if (wanted.test(new long[] {of.at[i], of.end[i]})) {
                millis[found++] = (of.end[i] - of.at[i]) / 1e6;
            }
        }
        return Arrays.copyOf(millis, found);
    }
}
