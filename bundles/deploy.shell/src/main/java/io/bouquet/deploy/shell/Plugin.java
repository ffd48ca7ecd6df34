package io.bouquet.deploy.shell;

import java.util.List;

/**
 * A bundle, and what a plugin's author or an operator wants to know of it.
 *
 * @param contributes what it adds to the platform now, such as {@code tagger emphasis}
 * @param problems    why it, or a part of it, is not live; empty where all is
 */
record Plugin(
        long id,
        String name,
        String version,
        String state,
        List<String> contributes,
        Origin origin,
        List<String> problems) {
    /** Whether it is listed without being asked for: not the platform's own, nor a library that a feature brings. */
    boolean isGuest() {
        return !origin.platform() && (!origin.library() || !contributes.isEmpty() || !problems.isEmpty());
    }

    /** Whether it is one of the platform's own rooms that adds something. */
    boolean isRoom() {
        return origin.platform() && !contributes.isEmpty() && name.startsWith("io.bouquet.");
    }
}
