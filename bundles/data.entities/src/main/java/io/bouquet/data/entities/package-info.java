/** Lists the entities of a plugin while it is compiled, so that it needs no {@code persistence.xml} of its own. */
@NullMarked
package io.bouquet.data.entities;

import org.jspecify.annotations.NullMarked;
