package io.bouquet.web.shell;

/** A service that the whiteboard knows and does not serve. */
record Failure(String kind, String name, String bundle, String reason) {}
