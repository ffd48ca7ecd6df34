/**
 * The {@code plugin} commands. Karaf creates a new instance of a command for each call, so the fields need no
 * synchronization.
 */
@Header(name = "Karaf-Commands", value = "io.bouquet.deploy.shell")
@NullMarked
package io.bouquet.deploy.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Header;
