/** The REST resource of jobs. */
@NullMarked
package io.bouquet.jobs.rest;

import org.jspecify.annotations.NullMarked;
