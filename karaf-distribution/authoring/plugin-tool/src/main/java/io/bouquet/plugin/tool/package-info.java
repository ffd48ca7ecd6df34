/** Keeps the projects of plugins installed in a running platform while they are edited: {@code bouquet dev}. */
@NullMarked
package io.bouquet.plugin.tool;

import org.jspecify.annotations.NullMarked;
