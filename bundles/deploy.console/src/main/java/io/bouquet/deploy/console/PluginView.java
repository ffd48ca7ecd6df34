package io.bouquet.deploy.console;

import io.bouquet.deploy.Plugin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A plugin, as the page lists it.
 *
 * @param address  of its own part of the page
 * @param back     version that a rollback goes to; the empty string where there is none
 * @param standsBy whether that version is loaded
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
