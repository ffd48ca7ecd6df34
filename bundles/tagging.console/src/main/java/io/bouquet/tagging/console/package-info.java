/** Taggers in the console: what is installed, and a text to try them on. */
@NullMarked
package io.bouquet.tagging.console;

import org.jspecify.annotations.NullMarked;
