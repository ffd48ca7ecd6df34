/** The {@code schedule} commands. Karaf creates a new command object for each call, so their fields need no locks. */
@Header(name = "Karaf-Commands", value = "io.bouquet.schedules.shell")
@NullMarked
package io.bouquet.schedules.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Header;
