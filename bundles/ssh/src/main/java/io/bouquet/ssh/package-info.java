/** What the platform adds to Karaf's SSH server: a current host key, and no way through it into the network. */
@NullMarked
package io.bouquet.ssh;

import org.jspecify.annotations.NullMarked;
