/** The frame of the console: pages, login, sessions. Plugins that add a page want {@link io.bouquet.console.spi}. */
@NullMarked
package io.bouquet.console;

import org.jspecify.annotations.NullMarked;
