/** Extends bnd in the builds of plugins. The plugin parent names its classes in {@code -plugin}. */
@NullMarked
package io.bouquet.plugin.rules;

import org.jspecify.annotations.NullMarked;
