package io.bouquet.deploy.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes the stored state of a plugin after a change. */
record InstalledAfter(Planner planner, Limits limits) {
    /** @param settings names of the settings that the KAR brought */
    Store.Installed of(Intent intent, List<String> settings) {
        List<Store.Build> previous =
                new ArrayList<>(intent.current().map(Store.Installed::previous).orElse(List.of()));
        Optional<Store.Build> standby = Optional.empty();
        switch (intent.kind()) {
            case UPGRADE -> {
                previous.removeIf(build -> build.version().equals(intent.to()));
                previous.add(0, intent.before().orElseThrow());
                boolean named = planner.policyOf(intent.from(), intent.plugin()).isPresent();
                // the broker chooses the newest version, so an older one serves only after the newer is removed;
                // a plugin that follows a file is rolled back with its file
                if (intent.sideBySide()
                        && intent.file().isEmpty()
                        && (named || !limits.standby().isZero())
                        && Versions.isBelow(intent.format(), intent.from(), intent.to())) {
                    standby = intent.before();
                }
            }
            case ROLLBACK -> previous.remove(0);
            case INSTALL, REMOVE -> previous.clear();
        }
        return new Store.Installed(
                intent.plugin(),
                intent.format(),
                intent.build().orElseThrow(),
                standby,
                previous.subList(0, Math.min(previous.size(), limits.versionsKept())),
                intent.origin(),
                Instant.now(),
                intent.file(),
                settings,
                intent.allowed());
    }
}
