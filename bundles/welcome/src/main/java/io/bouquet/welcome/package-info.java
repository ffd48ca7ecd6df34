/** Tells whoever started the platform that it is ready, and where it is. */
@NullMarked
package io.bouquet.welcome;

import org.jspecify.annotations.NullMarked;
