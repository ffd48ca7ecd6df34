/** Stores jobs in the database and processes them. */
@NullMarked
package io.bouquet.jobs.jpa;

import org.jspecify.annotations.NullMarked;
