/** JSON for bundles, apart from the rest so that only bundles with Jackson get a copy. */
@NullMarked
package io.bouquet.common.json;

import org.jspecify.annotations.NullMarked;
