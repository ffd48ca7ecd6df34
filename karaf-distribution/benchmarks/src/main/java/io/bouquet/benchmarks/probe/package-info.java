/** Runs inside the platform while it is measured: the bare loop, the bare servlet, the trivial resource. */
@NullMarked
package io.bouquet.benchmarks.probe;

import org.jspecify.annotations.NullMarked;
