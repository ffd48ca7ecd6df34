package io.bouquet.web.console;

import java.util.List;

/**
 * Something that REST clients can ask for.
 *
 * @param takes content types of the request's body; empty where it does not say
 * @param gives content types of the answer; empty where it does not say
 * @param bundle name and version of the bundle that it comes from
 */
record Route(String method, String path, List<String> takes, List<String> gives, String bundle) {}
