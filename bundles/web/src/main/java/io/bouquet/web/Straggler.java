package io.bouquet.web;

import java.time.Instant;

/**
 * A request that still runs although its bundle was stopped and it was interrupted.
 *
 * @param bundleId id of the bundle
 * @param bundle   symbolic name and version of the bundle, as it was stopped
 * @param path     path of the request
 * @param thread   name of the thread that works on it
 * @param stopped  time at which the bundle began to stop
 */
public record Straggler(long bundleId, String bundle, String path, String thread, Instant stopped) {}
