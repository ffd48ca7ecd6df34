package io.bouquet.web.shell;

/** A service that a whiteboard failed to register. */
record Failure(String kind, String name, String bundle, String reason) {}
