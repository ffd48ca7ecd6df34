/** Runs trainings and evaluations. */
@NullMarked
package io.bouquet.training.internal;

import org.jspecify.annotations.NullMarked;
