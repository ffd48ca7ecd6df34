/** Compiles sources of plugins and makes bundles of them, in process and incrementally. Works inside OSGi and outside. */
@NullMarked
package io.bouquet.plugin.builder;

import org.jspecify.annotations.NullMarked;
