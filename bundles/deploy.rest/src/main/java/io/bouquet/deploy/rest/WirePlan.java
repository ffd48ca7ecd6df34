package io.bouquet.deploy.rest;

import io.bouquet.deploy.Plan;
import java.util.List;
import java.util.Locale;

/** A plan on the wire. */
record WirePlan(
        String kind,
        String plugin,
        String from,
        String to,
        boolean sideBySide,
        List<BundleStep> bundles,
        List<Standstill> standstill,
        List<String> notes,
        List<TakeOver> takeOvers,
        List<String> asks,
        List<WireFinding> findings) {
    record BundleStep(String action, String bundle, String version) {}

    record Standstill(String kind, String name, long atMostMillis) {}

    record TakeOver(String kind, String name, String from, String to, boolean possible) {}

    static WirePlan of(Plan plan) {
        return new WirePlan(
                plan.kind().name().toLowerCase(Locale.ROOT),
                plan.plugin(),
                plan.from(),
                plan.to(),
                plan.sideBySide(),
                plan.bundles().stream()
                        .map(step -> new BundleStep(
                                step.action().name().toLowerCase(Locale.ROOT), step.bundle(), step.version()))
                        .toList(),
                plan.standstill().stream()
                        .map(one -> new Standstill(
                                one.kind(), one.name(), one.atMost().toMillis()))
                        .toList(),
                plan.notes(),
                plan.takeOvers().stream()
                        .map(one -> new TakeOver(one.kind(), one.name(), one.from(), one.to(), one.possible()))
                        .toList(),
                plan.asks(),
                plan.findings().stream().map(WireFinding::of).toList());
    }
}
