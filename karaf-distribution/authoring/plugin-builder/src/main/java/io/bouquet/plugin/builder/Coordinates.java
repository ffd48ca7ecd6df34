package io.bouquet.plugin.builder;

/** Names and version of a project, as Maven has them. */
public record Coordinates(String groupId, String artifactId, String version, String name, String description) {}
