/** Trainings, evaluations, benchmarks and corrections over REST. */
@NullMarked
package io.bouquet.training.rest;

import org.jspecify.annotations.NullMarked;
