/** The REST resources of tagging. */
@NullMarked
package io.bouquet.tagging.rest.internal;

import org.jspecify.annotations.NullMarked;
