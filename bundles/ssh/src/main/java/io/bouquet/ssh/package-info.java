/** Settings of Karaf's SSH server: an Ed25519 host key, and no port forwarding. */
@NullMarked
package io.bouquet.ssh;

import org.jspecify.annotations.NullMarked;
