/** The frame of the console: pages, login, sessions. Plugins with pages use {@link io.bouquet.console.spi}. */
@NullMarked
package io.bouquet.console;

import org.jspecify.annotations.NullMarked;
