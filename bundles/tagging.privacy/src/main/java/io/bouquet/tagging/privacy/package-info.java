/** Finds what identifies a person in texts. */
@NullMarked
package io.bouquet.tagging.privacy;

import org.jspecify.annotations.NullMarked;
