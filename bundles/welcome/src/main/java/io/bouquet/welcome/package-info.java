/** Prints the banner with the addresses when the platform is ready. */
@NullMarked
package io.bouquet.welcome;

import org.jspecify.annotations.NullMarked;
