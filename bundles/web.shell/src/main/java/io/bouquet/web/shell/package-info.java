/**
 * The {@code route} and {@code web} commands. Karaf creates a new command object for each call, so their fields
 * need no locks.
 */
@Header(name = "Karaf-Commands", value = "io.bouquet.web.shell")
@NullMarked
package io.bouquet.web.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Header;
