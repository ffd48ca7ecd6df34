package io.bouquet.deploy.engine;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of deployments. */
@ObjectClassDefinition(name = "Bouquet deployments", description = "How plugins are installed and upgraded")
@interface DeployConfig {
    String PID = "io.bouquet.deploy";

    @AttributeDefinition(
            name = "Standby, seconds",
            description = "How long the previous version stays loaded after a side-by-side upgrade, so that a rollback"
                    + " is instant; 0 to unload it at once",
            min = "0")
    int standbySeconds() default 300;

    @AttributeDefinition(
            name = "Largest archive, bytes",
            description = "A larger JAR or KAR is refused before it is copied",
            min = "1")
    long maxArchiveBytes() default 512L << 20;

    @AttributeDefinition(
            name = "Candidate, seconds",
            description = "How long a new version may take until all of it works; after that the change is undone",
            min = "1")
    int candidateSeconds() default 120;

    @AttributeDefinition(
            name = "Services, seconds",
            description = "How long the components of a new version may wait for services that they need",
            min = "0")
    int servicesSeconds() default 5;

    @AttributeDefinition(
            name = "Draining, seconds",
            description = "How long a side-by-side upgrade waits for requests of the old version",
            min = "0")
    int drainSeconds() default 15;

    @AttributeDefinition(
            name = "Versions kept",
            description = "How many previous versions are kept for a rollback",
            min = "1")
    int versionsKept() default 3;
}
