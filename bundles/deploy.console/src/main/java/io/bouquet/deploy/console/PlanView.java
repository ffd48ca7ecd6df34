package io.bouquet.deploy.console;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Plan;
import java.util.List;

/**
 * What a change would do, as the page asks about it.
 *
 * @param kind      {@code install}, {@code upgrade}, for the form
 * @param downgrade whether it goes to an older version
 * @param danger    whether it takes something away
 */
record PlanView(
        String kind,
        String verb,
        String plugin,
        String way,
        boolean sideBySide,
        boolean downgrade,
        boolean danger,
        List<BundleView> bundles,
        List<StandstillView> standstill,
        List<String> notes) {
    /** What happens to a bundle. */
    record BundleView(String action, String bundle, String version) {}

    /** What requests wait for. */
    record StandstillView(String kind, String name, String atMost) {}

    static PlanView of(Plan plan, boolean downgrade) {
        return new PlanView(
                Units.lower(plan.kind()),
                downgrade ? "Downgrade" : Units.name(plan.kind()),
                plan.plugin(),
                Units.way(plan.from(), plan.to()),
                plan.sideBySide(),
                downgrade,
                plan.kind() == Change.Kind.REMOVE,
                plan.bundles().stream()
                        .map(it -> new BundleView(Units.lower(it.action()), it.bundle(), it.version()))
                        .toList(),
                plan.standstill().stream()
                        .map(it -> new StandstillView(it.kind(), it.name(), Units.took(it.atMost())))
                        .toList(),
                plan.notes());
    }
}
