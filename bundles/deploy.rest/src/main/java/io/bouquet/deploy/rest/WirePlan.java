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
        List<String> notes) {
    record BundleStep(String action, String bundle, String version) {}

    record Standstill(String kind, String name, long atMostMillis) {}

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
                plan.notes());
    }
}
