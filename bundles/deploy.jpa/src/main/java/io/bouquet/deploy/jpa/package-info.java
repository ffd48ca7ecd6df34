/** Stores receipts in the database. */
@NullMarked
package io.bouquet.deploy.jpa;

import org.jspecify.annotations.NullMarked;
