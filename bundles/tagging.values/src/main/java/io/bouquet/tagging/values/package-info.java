/** Finds values in texts by grammar, such as dates and amounts, and normalises them. */
@NullMarked
package io.bouquet.tagging.values;

import org.jspecify.annotations.NullMarked;
