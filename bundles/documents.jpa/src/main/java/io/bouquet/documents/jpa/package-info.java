/** Stores documents in the database. */
@NullMarked
package io.bouquet.documents.jpa;

import org.jspecify.annotations.NullMarked;
