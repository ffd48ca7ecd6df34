package io.bouquet.deploy.shell;

import java.util.List;

/**
 * A bundle with its state, contributions, origin and problems.
 *
 * @param contributes what it adds to the platform now, such as {@code tagger emphasis}
 * @param problems    why the bundle or a part of it does not work; empty if all works
 */
record Plugin(
        long id,
        String name,
        String version,
        String state,
        List<String> contributes,
        Origin origin,
        List<String> problems) {
    /**
     * Whether {@code plugin:list} shows the bundle by default: it is neither part of the platform nor a mere dependency
     * of a feature.
     */
    boolean isGuest() {
        return !origin.platform() && (!origin.library() || !contributes.isEmpty() || !problems.isEmpty());
    }

    /** Whether the bundle is part of the platform and adds something. */
    boolean isRoom() {
        return origin.platform() && !contributes.isEmpty() && name.startsWith("io.bouquet.");
    }
}
