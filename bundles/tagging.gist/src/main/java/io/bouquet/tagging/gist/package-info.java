/** Says what texts are about, and how easily they are read. */
@NullMarked
package io.bouquet.tagging.gist;

import org.jspecify.annotations.NullMarked;
