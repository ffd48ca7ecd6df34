package io.bouquet.web;

import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * Which bundles may take part in requests that others answer. The platform's may; a plugin may if an operator allows it.
 * The properties of the service change when an answer may have changed. Thread-safe.
 */
@ProviderType
public interface PluginTrust {
    /** Whether a bundle may say who a caller is, and which paths need no account. */
    boolean mayAuthenticate(Bundle bundle);

    /** Whether filters and JAX-RS extensions of a bundle may apply to what other bundles answer. */
    boolean mayFilterOthers(Bundle bundle);
}
