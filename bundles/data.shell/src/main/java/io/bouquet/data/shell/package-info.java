/** The {@code data} commands. Karaf makes a new instance of a command for each call, so their fields need no guarding. */
@Header(name = "Karaf-Commands", value = "io.bouquet.data.shell")
@NullMarked
package io.bouquet.data.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Header;
