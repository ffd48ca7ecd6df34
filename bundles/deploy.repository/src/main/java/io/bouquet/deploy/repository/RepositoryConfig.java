package io.bouquet.deploy.repository;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of a repository. */
@ObjectClassDefinition(
        name = "Bouquet repository of plugins",
        description = "A folder, an index over HTTP or a Maven repository from which plugins are installed by name")
@interface RepositoryConfig {
    String PID = "io.bouquet.deploy.repository";

    @AttributeDefinition(
            name = "URL",
            description =
                    "A folder on this machine, or an https: or http: URL of a folder with plugins.json or of a Maven"
                            + " repository")
    String url() default "";

    @AttributeDefinition(
            name = "Public key",
            description = "Ed25519 key of the publisher, in Base64. What is not signed with it is refused")
    String key() default "";

    @AttributeDefinition(
            name = "Unsigned",
            description =
                    "Uses a repository on another machine although it has no key: whoever controls that machine, or"
                            + " the way to it, decides what runs here")
    boolean unsigned() default false;

    @AttributeDefinition(
            name = "Artifacts",
            description = "For a Maven repository: group:artifact or group:artifact:kar of each plugin, separated by"
                    + " commas; group:* for all of a group in a folder")
    String artifacts() default "";

    @AttributeDefinition(
            name = "Versions",
            description = "For a Maven repository: how many of the latest versions of an artifact are read",
            min = "1",
            max = "100")
    int versions() default 5;

    @AttributeDefinition(name = "User", description = "Name for HTTP Basic authentication, over HTTPS only")
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "Password for HTTP Basic authentication",
            type = AttributeType.PASSWORD)
    String password() default "";
}
