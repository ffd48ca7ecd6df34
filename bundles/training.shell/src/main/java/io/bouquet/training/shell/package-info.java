/** The {@code nlp} commands that train and measure. Karaf creates a new command object for each call. */
@Header(name = "Karaf-Commands", value = "io.bouquet.training.shell")
@NullMarked
package io.bouquet.training.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Header;
