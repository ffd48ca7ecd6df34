/** Makes the project of a new plugin: {@code bouquet new}. */
@NullMarked
package io.bouquet.plugin.scaffold;

import org.jspecify.annotations.NullMarked;
