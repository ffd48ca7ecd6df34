package io.bouquet.deploy.console;

import io.bouquet.deploy.Plugin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A plugin, as the page shows it.
 *
 * @param address  prefix of the addresses of its pages
 * @param back     version that a rollback returns to; the empty string if there is none
 * @param standsBy whether that version is on standby
 */
record PluginView(
        String name,
        String address,
        String history,
        String version,
        String back,
        boolean standsBy,
        String format,
        String origin,
        String stamp,
        String age) {
    static PluginView of(Plugin it, Instant now) {
        return new PluginView(
                it.name(),
                "/console/plugins/plugin/" + Units.encoded(it.name()),
                "/console/plugins?plugin=" + Units.encoded(it.name()),
                it.version(),
                it.standby().or(it::previous).orElse(""),
                it.standby().isPresent(),
                it.format().name(),
                it.origin(),
                it.since().truncatedTo(ChronoUnit.SECONDS).toString(),
                Units.age(it.since(), now));
    }
}
