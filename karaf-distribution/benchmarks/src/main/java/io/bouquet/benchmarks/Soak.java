package io.bouquet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Swaps plugins of a platform that is under load, and tells what its clients saw of it. */
public final class Soak {
    private static final int WARM_UP_CONNECTIONS = 4;
    private static final int WARM_UP_REQUESTS = 100;
    private static final double COOL_SECONDS = 3;

    private final Operator operator;
    private final Swaps swaps;
    private final Scenario scenario;

    private Soak(Operator operator, Swaps swaps, Scenario scenario) {
        this.operator = operator;
        this.swaps = swaps;
        this.scenario = scenario;
    }

    /**
     * What is to be done.
     *
     * @param perSecond     requests to quick endpoints together
     * @param warmUpSeconds that nobody looks at
     * @param warmUpSwaps   whose times nobody looks at, since the platform compiles what swaps need; failures count
     * @param steadySeconds without swaps, to compare with
     * @param pauseSeconds  between two swaps, half more or less
     * @param kinds         of swaps, in turn; none for all
     */
    public record Plan(
            double perSecond,
            double warmUpSeconds,
            int warmUpSwaps,
            double steadySeconds,
            int swaps,
            double pauseSeconds,
            List<String> kinds) {}

    /**
     * What came of it.
     *
     * @param busySteady of all processors, 0..1, without swaps
     * @param busySwaps  the same with them
     * @param gate       what it counted while there were swaps; empty where there is none
     * @param held       clients that held connections meanwhile
     */
    record Run(
            Ledger ledger,
            List<Endpoint> endpoints,
            long steadyFrom,
            long steadyTo,
            double busySteady,
            double busySwaps,
            double swapSeconds,
            Map<String, Long> gate,
            HeldClients held) {}

    /** What must be zero, with examples; and the count of all. */
    public record Outcome(long requests, long failed, List<String> failures, List<String> troubles) {}

    /** Installs what is needed on a platform that runs. */
    static Soak prepare(Operator operator, Fixtures fixtures, Texts texts) throws IOException, InterruptedException {
        Swaps swaps = Swaps.prepare(operator, fixtures);
        String document = Json.string(operator.post("/api/documents", Scenario.toStore()), "id");
        return new Soak(operator, swaps, new Scenario(operator, texts, document));
    }

    /** The short form. */
    public static Outcome shortly(Operator operator, Fixtures fixtures, Plan plan)
            throws IOException, InterruptedException {
        Ledger ledger = prepare(operator, fixtures, Texts.made()).run(plan).ledger();
        List<String> failures = new ArrayList<>();
        ledger.failures()
                .forEach((kind, failure) -> failures.add(failure.count() + " × " + kind + " " + failure.examples()));
        List<String> troubles = ledger.swaps().stream()
                .filter(swap -> !swap.trouble().isEmpty())
                .map(swap -> swap.kind() + ": " + swap.trouble())
                .toList();
        return new Outcome(ledger.requests(), ledger.failed(), failures, troubles);
    }

    Run run(Plan plan) throws IOException, InterruptedException {
        List<Swaps.Kind> kinds = kinds(plan.kinds());
        warmUp(plan);
        Ledger ledger = new Ledger();
        List<Endpoint> endpoints = scenario.endpoints(plan.perSecond());
        OpenLoad load = new OpenLoad(operator.port(), endpoints, ledger);
        HeldClients held = new HeldClients(operator, ledger);
        load.start();
        held.start();
        try {
            // the same in every run
            Random random = new Random(7);
            int next = 0;
            for (; next < plan.warmUpSwaps(); next++) {
                swap(kinds.get(next % kinds.size()), ledger, false);
                sleep(plan.pauseSeconds() * (0.5 + random.nextDouble()));
            }
            sleep(COOL_SECONDS);
            long steadyFrom = System.nanoTime();
            Busy begin = Busy.now();
            sleep(plan.steadySeconds());
            long steadyTo = System.nanoTime();
            Busy middle = Busy.now();
            Map<String, Long> gate = operator.traffic();
            for (int end = next + plan.swaps(); next < end; next++) {
                swap(kinds.get(next % kinds.size()), ledger, true);
                sleep(plan.pauseSeconds() * (0.5 + random.nextDouble()));
            }
            long swapped = System.nanoTime();
            Busy end = Busy.now();
            sleep(COOL_SECONDS);
            return new Run(
                    ledger,
                    endpoints,
                    steadyFrom,
                    steadyTo,
                    middle.since(begin),
                    end.since(middle),
                    (swapped - steadyTo) / 1e9,
                    more(gate, operator.traffic()),
                    held);
        } finally {
            held.stop();
            load.stop();
        }
    }

    /** In a closed loop: an open one would outrun a server that is not compiled yet, and its queue would stay. */
    private void warmUp(Plan plan) throws IOException, InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        for (long number = 0; number < WARM_UP_REQUESTS; number++) {
            for (Endpoint endpoint : scenario.endpoints(plan.perSecond())) {
                if (endpoint.isQuick()) {
                    requests.add(endpoint.request().apply(number));
                }
            }
        }
        Load.run(operator.port(), WARM_UP_CONNECTIONS, (long) (1e9 * plan.warmUpSeconds()), requests);
    }

    private List<Swaps.Kind> kinds(List<String> names) {
        List<Swaps.Kind> kinds = new ArrayList<>();
        for (Swaps.Kind kind : swaps.kinds().values()) {
            if (names.isEmpty() || names.contains(kind.name())) {
                kinds.add(kind);
            }
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("no swaps of " + names + "; there are "
                    + swaps.kinds().keySet() + " (those of plugins where the platform has deployments)");
        }
        return kinds;
    }

    /** The names of those that need no deployments; less features, which would start again what was stopped. */
    List<String> inPlace() {
        return swaps.kinds().values().stream()
                .filter(kind -> kind.inPlace() && !kind.name().equals("feature"))
                .map(Swaps.Kind::name)
                .toList();
    }

    Operator operator() {
        return operator;
    }

    private static void swap(Swaps.Kind kind, Ledger ledger, boolean isTimed) throws IOException, InterruptedException {
        Swaps.Swap swap = kind.action().next();
        long begin = System.nanoTime();
        String trouble;
        try {
            trouble = swap.run();
        } catch (IOException e) {
            trouble = e.toString();
        }
        if (isTimed || !trouble.isEmpty()) {
            ledger.swapped(kind.name(), kind.part(), begin, System.nanoTime(), trouble);
        }
    }

    private static Map<String, Long> more(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> more = new TreeMap<>();
        after.forEach((figure, value) -> more.put(figure, value - before.getOrDefault(figure, 0L)));
        return more;
    }

    private static void sleep(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * 1e3));
    }

    /** What the processors have done since the machine started, in ticks. */
    private record Busy(long all, long idle) {
        static Busy now() throws IOException {
            Path stat = Path.of("/proc/stat");
            if (!Files.isReadable(stat)) {
                return new Busy(0, 0);
            }
            String[] ticks = Files.readAllLines(stat).get(0).split(" +");
            long all = 0;
            for (int i = 1; i < Math.min(9, ticks.length); i++) {
                all += Long.parseLong(ticks[i]);
            }
            return new Busy(all, Long.parseLong(ticks[4]) + Long.parseLong(ticks[5]));
        }

        double since(Busy earlier) {
            return all == earlier.all ? Double.NaN : 1 - (idle - earlier.idle) / (double) (all - earlier.all);
        }
    }
}
