package io.bouquet.deploy.shell;

/**
 * The origin of a bundle.
 *
 * @param text     text for users, such as {@code deploy/emphasis-tagger.jar}
 * @param platform whether it came with the platform
 * @param library  whether a feature installed it as a dependency
 */
record Origin(String text, boolean platform, boolean library) {}
