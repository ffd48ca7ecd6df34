package io.bouquet.deploy.console;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Plan;
import java.util.List;

/**
 * A plan, as the confirmation page shows it.
 *
 * @param kind      value for the form: {@code install} or {@code upgrade}
 * @param downgrade whether the change leads to an older version
 * @param force     whether the change replaces a version by another build of the same version
 * @param purge     whether the change drops data
 * @param danger    whether the change removes the plugin
 * @param takeOvers take-overs to confirm in the form
 * @param asks      permissions to confirm in the form
 */
record PlanView(
        String kind,
        String verb,
        String plugin,
        String way,
        boolean sideBySide,
        boolean downgrade,
        boolean force,
        boolean purge,
        boolean danger,
        List<BundleView> bundles,
        List<StandstillView> standstill,
        List<String> notes,
        List<String> takeOvers,
        List<AskView> asks) {
    /** An action on a bundle. */
    record BundleView(String action, String bundle, String version) {}

    /** A route or tagger whose requests wait. */
    record StandstillView(String kind, String name, String atMost) {}

    /** A permission to confirm. */
    record AskView(String permission) {}

    static PlanView of(Plan plan, Change change) {
        boolean same = change.force() && plan.from().equals(plan.to());
        boolean downgrade = change.downgrade() && !same;
        return new PlanView(
                Units.lower(plan.kind()),
                downgrade
                        ? "Downgrade"
                        : same ? "Replace" : change.purge() ? "Remove with its data" : Units.name(plan.kind()),
                plan.plugin(),
                Units.way(plan.from(), plan.to()),
                plan.sideBySide(),
                downgrade,
                same,
                change.purge(),
                plan.kind() == Change.Kind.REMOVE,
                plan.bundles().stream()
                        .map(it -> new BundleView(Units.lower(it.action()), it.bundle(), it.version()))
                        .toList(),
                plan.standstill().stream()
                        .map(it -> new StandstillView(it.kind(), it.name(), Units.took(it.atMost())))
                        .toList(),
                plan.notes(),
                plan.takeOvers().stream()
                        .filter(Plan.TakeOver::possible)
                        .map(Plan.TakeOver::text)
                        .toList(),
                plan.asks().stream().map(AskView::new).toList());
    }
}
