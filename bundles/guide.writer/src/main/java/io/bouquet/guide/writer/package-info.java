/** Writes the documentation as HTML. Runs in the build of the bundle {@code guide}. */
@NullMarked
package io.bouquet.guide.writer;

import org.jspecify.annotations.NullMarked;
