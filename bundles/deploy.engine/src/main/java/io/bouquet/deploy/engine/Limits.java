package io.bouquet.deploy.engine;

import java.time.Duration;

/** The values of {@link DeployConfig} as typed values. */
record Limits(
        Duration standby,
        long maxArchiveBytes,
        Duration candidate,
        Duration services,
        Duration drain,
        int versionsKept) {
    static Limits of(DeployConfig config) {
        return new Limits(
                Duration.ofSeconds(config.standbySeconds()),
                config.maxArchiveBytes(),
                Duration.ofSeconds(config.candidateSeconds()),
                Duration.ofSeconds(config.servicesSeconds()),
                Duration.ofSeconds(config.drainSeconds()),
                config.versionsKept());
    }
}
