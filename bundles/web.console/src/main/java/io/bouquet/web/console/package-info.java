/** The REST routes in the console. */
@NullMarked
package io.bouquet.web.console;

import org.jspecify.annotations.NullMarked;
