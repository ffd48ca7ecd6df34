/** Plugins in the console: what is installed, what a change would do, and what became of each. */
@NullMarked
package io.bouquet.deploy.console;

import org.jspecify.annotations.NullMarked;
