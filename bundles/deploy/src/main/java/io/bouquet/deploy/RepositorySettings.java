package io.bouquet.deploy;

import java.util.List;

/**
 * The configuration of a repository.
 *
 * @param url       folder on this machine, or an {@code https:} or {@code http:} URL
 * @param key       public Ed25519 key of its publisher, in Base64; the empty string if nothing is signed
 * @param unsigned  whether a repository on another machine is used without a key
 * @param artifacts {@code group:artifact} of the plugins in a Maven repository; empty for any other repository
 */
public record RepositorySettings(String url, String key, boolean unsigned, List<String> artifacts) {
    public RepositorySettings {
        artifacts = List.copyOf(artifacts);
    }
}
