package io.bouquet.deploy;

import java.util.Optional;

/**
 * An installed plugin of which a repository has a newer version.
 *
 * @param compatible latest version that can run here and is newer than the installed one
 * @param latest     latest version of all
 */
public record Outdated(String plugin, String installed, Optional<Release> compatible, Release latest) {}
