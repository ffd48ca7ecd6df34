package io.bouquet.benchmarks;

import io.bouquet.benchmarks.Fixtures.Poison;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The kinds of swaps, each of which can be done again and again. */
final class Swaps {
    private static final String NAME = "io.bouquet.benchmarks.";
    /** The artifact of its features repository. */
    static final String KAR = "kar";

    static final String MARKS = NAME + "marks";

    /** What every request needs: a filter of all applications. */
    static final String EVERY = "*";

    private static final int HANGS_SECONDS = 5;
    private static final String EMPHASIS = "emphasis-tagger.jar";

    private final Operator operator;
    private final Fixtures fixtures;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private int version;
    private int columns;
    private boolean guest;

    private Swaps(Operator operator, Fixtures fixtures) {
        this.operator = operator;
        this.fixtures = fixtures;
    }

    /**
     * A kind of swap.
     *
     * @param part    of the scenario that stands still with it; the empty string for none, {@link #EVERY} for all
     * @param inPlace whether it needs no deployments, so that it can be done without them, too
     */
    record Kind(String name, String part, boolean inPlace, Action action) {}

    /** A swap of a kind, again and again. */
    interface Action {
        /** Makes what is to be swapped in, which costs the platform nothing. */
        Swap next() throws IOException;
    }

    /** What is ready to be carried out, once. */
    interface Swap {
        /** @return why it is not as it should be; the empty string where it is */
        String run() throws IOException, InterruptedException;
    }

    /** Installs what is swapped. */
    static Swaps prepare(Operator operator, Fixtures fixtures) throws IOException, InterruptedException {
        Swaps swaps = new Swaps(operator, fixtures);
        operator.deploy(fixtures.probe(), "benchmarks.jar");
        operator.await("/benchmark-servlet", "");
        // what hangs is to be given up while somebody waits
        operator.shell("config:property-set -p io.bouquet.tagging.engine candidateTimeLimitSeconds " + HANGS_SECONDS);
        operator.shell("config:property-set -p io.bouquet.permissions filters " + NAME + "filter");
        operator.deploy(fixtures.sample("emphasis-tagger", "1.0.0"), EMPHASIS);
        // a bundle:install beside another installation can fail for a moment
        operator.await("/api/taggers/emphasis", "\"serving\"");
        long stamps = operator.start(fixtures.bundle("stamps", "1.0.0", Poison.NONE));
        long echo = operator.start(fixtures.bundle("echo", "1.0.0", Poison.NONE));
        long hello = operator.start(fixtures.sample("hello-service", "1.0.0"));
        long lodger = operator.start(fixtures.bundle("lodger", "1.0.0", Poison.NONE));
        long filter = operator.start(fixtures.bundle("filter", "1.0.0", Poison.NONE));
        Path repository = fixtures.feature("guest", fixtures.bundle("guest", "1.0.0", Poison.NONE));
        operator.shell("feature:repo-add " + Operator.word(repository));
        swaps.inPlace("tagger-update", "stamps", stamps);
        swaps.inPlace("service-update", "echo", echo);
        swaps.add(
                "other-service-update",
                "hello",
                true,
                () -> swaps.update(hello, fixtures.sample("hello-service", swaps.next())));
        swaps.inPlace("application-update", "lodger", lodger);
        swaps.add(
                "extension-update",
                EVERY,
                true,
                () -> swaps.update(filter, fixtures.bundle("filter", swaps.next(), Poison.NONE)));
        long servlet = operator.start(fixtures.bundle("servlet", "1.0.0", Poison.NONE));
        long door = operator.start(fixtures.bundle("door", "1.0.0", Poison.NONE));
        operator.start(fixtures.bundle("setting", "1.0.0", Poison.NONE));
        swaps.inPlace("servlet-update", "servlet", servlet);
        swaps.add("servlet-restart", "servlet", true, () -> () -> swaps.restart(servlet));
        swaps.inPlace("servlet-filter-update", "door", door);
        swaps.add("configuration", "setting", true, () -> swaps.configured(swaps.next()));
        long provider = operator.start(fixtures.bundle("provider", "1.0.0", Poison.NONE));
        operator.start(fixtures.bundle("consumer", "1.0.0", Poison.NONE));
        swaps.add("provider-away", "provider", true, () -> () -> swaps.awayAndBack(provider));
        swaps.add("feature", "", true, () -> swaps::feature);
        swaps.add("deploy-folder", "emphasis", true, swaps::deployFolder);
        swaps.plugins();
        for (String path : List.of(
                "/api/taggers/mark-b",
                "/api/taggers/mark-m",
                "/api/taggers/mark-k",
                "/api/taggers/stamp-b",
                "/api/taggers/emphasis")) {
            operator.await(path, "\"serving\"");
        }
        for (String path : List.of(
                "/hello/Ada",
                "/benchmark-echo/quick/7",
                "/benchmark-visitor",
                "/benchmark-lodger",
                "/benchmark-plain/7",
                "/benchmark-door/7",
                "/benchmark-setting",
                "/benchmark-set",
                "/benchmark-reader",
                "/benchmark-second",
                "/benchmark-consumer",
                "/benchmark-consumes",
                "/benchmark-notebook",
                "/benchmark-room/7")) {
            operator.await(path, "{");
        }
        return swaps;
    }

    private void plugins() throws IOException, InterruptedException {
        for (Path plugin : List.of(
                fixtures.bundle("marks", "1.0.0", Poison.NONE),
                fixtures.bundle("visitor", "1.0.0", Poison.NONE),
                fixtures.bundle("library", "1.0.0", Poison.NONE),
                fixtures.bundle("reader", "1.0.0", Poison.NONE),
                fixtures.bundle("second", "1.0.0", Poison.NONE),
                fixtures.bundle("room", "1.0.0", Poison.NONE),
                fixtures.notebook("1.0.0", 0),
                fixtures.model("1.0.0", Poison.NONE),
                fixtures.kar("1.0.0"))) {
            Object receipt = operator.install(plugin);
            if (!Json.string(receipt, "outcome").equals("done")) {
                throw new IOException("not installed: " + receipt);
            }
        }
        add("model-upgrade", "", false, () -> upgraded(NAME + "model", fixtures.model(next(), Poison.NONE)));
        add("code-upgrade", "", false, () -> upgraded(MARKS, fixtures.bundle("marks", next(), Poison.NONE)));
        add(
                "plugin-upgrade",
                "visitor",
                false,
                () -> upgraded(NAME + "visitor", fixtures.bundle("visitor", next(), Poison.NONE)));
        add(
                "library-upgrade",
                "library",
                false,
                () -> upgraded(NAME + "library", fixtures.bundle("library", next(), Poison.NONE)));
        add(
                "servlet-upgrade",
                "room",
                false,
                () -> upgraded(NAME + "room", fixtures.bundle("room", next(), Poison.NONE)));
        add(
                "migration-upgrade",
                "notebook",
                false,
                () -> upgraded(NAME + "notebook", fixtures.notebook(next(), ++columns)));
        add("kar-upgrade", "kar", false, () -> upgraded(KAR, fixtures.kar(next())));
        add("roll-back", "", false, () -> () -> trouble(operator.rollBack(MARKS), "done"));
        add("poisoned-model", "", false, () -> refused("model", fixtures.model(poisoned(), Poison.MODEL)));
        add("poisoned-model-samples", "", false, () -> refused("model", fixtures.model(poisoned(), Poison.SAMPLES)));
        for (Poison poison : List.of(Poison.SAMPLES, Poison.WARM_UP, Poison.IMPORT)) {
            String name = poison.name().toLowerCase(Locale.ROOT).replace('_', '-');
            add("poisoned-" + name, "", false, () -> refused("marks", fixtures.bundle("marks", poisoned(), poison)));
        }
        add(
                "poisoned-service",
                "visitor",
                false,
                () -> refused("visitor", fixtures.bundle("visitor", poisoned(), Poison.IMPORT)));
    }

    Map<String, Kind> kinds() {
        return kinds;
    }

    private void inPlace(String kind, String part, long bundle) {
        add(kind, part, true, () -> update(bundle, fixtures.bundle(part, next(), Poison.NONE)));
    }

    private Swap update(long bundle, Path jar) {
        return () -> {
            operator.update(bundle, jar);
            return "";
        };
    }

    private void add(String kind, String part, boolean inPlace, Action action) {
        kinds.put(kind, new Kind(kind, part, inPlace, action));
    }

    private String next() {
        return "1.0." + ++version;
    }

    private String poisoned() {
        return Answers.POISONED + "0." + ++version;
    }

    /** Comes, and goes the next time. */
    private String feature() throws IOException, InterruptedException {
        operator.shell("feature:" + (guest ? "uninstall" : "install") + " guest");
        guest = !guest;
        HttpResponse<String> answer = operator.get("/benchmark-guest");
        return answer.statusCode() == (guest ? 200 : 404) ? "" : "guest answers " + answer.statusCode();
    }

    private String restart(long bundle) throws IOException, InterruptedException {
        operator.shell("bundle:restart " + bundle);
        return "";
    }

    private String awayAndBack(long bundle) throws IOException, InterruptedException {
        operator.shell("bundle:stop " + bundle);
        operator.shell("bundle:start " + bundle);
        return "";
    }

    /** Gives the configured services a new configuration, and waits until both say so. */
    private Swap configured(String greeting) {
        return () -> {
            operator.shell("config:property-set -p " + NAME + "setting greeting " + greeting);
            operator.await("/benchmark-setting", greeting);
            operator.await("/benchmark-set", greeting);
            return "";
        };
    }

    private Swap deployFolder() throws IOException {
        String next = next();
        Path jar = fixtures.sample("emphasis-tagger", next);
        return () -> {
            operator.deploy(jar, EMPHASIS);
            operator.await("/api/taggers/emphasis", "\"" + next + "\"");
            return "";
        };
    }

    private Swap upgraded(String plugin, Path jar) {
        return () -> trouble(operator.upgrade(plugin, jar), "done");
    }

    private Swap refused(String plugin, Path jar) {
        return () -> {
            Object answer = operator.upgrade(NAME + plugin, jar);
            // a problem where it was not even begun
            return Json.number(answer, "status") == 422 ? "" : trouble(answer, "failed");
        };
    }

    private static String trouble(Object receipt, String outcome) {
        return Json.string(receipt, "outcome").equals(outcome) ? "" : receipt.toString();
    }
}
