package io.bouquet.deploy.shell;

/**
 * How a bundle came here.
 *
 * @param text     for people, such as {@code deploy/emphasis-tagger.jar}
 * @param platform whether it came with the platform
 * @param library  whether a feature brought it for others to use
 */
record Origin(String text, boolean platform, boolean library) {}
