package io.bouquet.deploy.engine;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator may set about deployments. */
@ObjectClassDefinition(name = "Bouquet deployments", description = "How plugins are installed, upgraded and taken back")
@interface DeployConfig {
    String PID = "io.bouquet.deploy";

    @AttributeDefinition(
            name = "Standby, seconds",
            description = "How long the version before stays loaded after an upgrade side by side, so that a rollback"
                    + " is instant; 0 for not at all",
            min = "0")
    int standbySeconds() default 300;

    @AttributeDefinition(
            name = "Largest archive, bytes",
            description = "A JAR or KAR with more is refused before it is copied",
            min = "1")
    long maxArchiveBytes() default 512L << 20;

    @AttributeDefinition(
            name = "Candidate, seconds",
            description = "How long a new version may take until all of it works; then it is taken back",
            min = "1")
    int candidateSeconds() default 120;

    @AttributeDefinition(
            name = "Services, seconds",
            description = "How long a new version's components may wait for services that they need",
            min = "0")
    int servicesSeconds() default 5;

    @AttributeDefinition(
            name = "Draining, seconds",
            description = "How long an upgrade side by side waits for requests that began with the old version",
            min = "0")
    int drainSeconds() default 15;

    @AttributeDefinition(
            name = "Versions kept",
            description = "Versions before the current one whose archives are kept for a rollback",
            min = "1")
    int versionsKept() default 3;
}
