/**
 * The {@code nlp} and {@code tagger} commands. Karaf creates a new instance of a command for each call, so the fields
 * need no synchronization.
 */
@Header(name = "Karaf-Commands", value = "io.bouquet.tagging.shell")
@NullMarked
package io.bouquet.tagging.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Header;
