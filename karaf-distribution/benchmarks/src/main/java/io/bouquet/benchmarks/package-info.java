/** Measures the distribution, from a process of its own. */
@NullMarked
package io.bouquet.benchmarks;

import org.jspecify.annotations.NullMarked;
