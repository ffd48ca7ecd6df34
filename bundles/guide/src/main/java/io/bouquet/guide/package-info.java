/** Serves the documentation as pages. */
@NullMarked
package io.bouquet.guide;

import org.jspecify.annotations.NullMarked;
