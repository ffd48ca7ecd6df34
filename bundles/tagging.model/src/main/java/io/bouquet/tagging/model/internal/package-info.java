/** The extender that finds the models of started bundles. */
@NullMarked
package io.bouquet.tagging.model.internal;

import org.jspecify.annotations.NullMarked;
