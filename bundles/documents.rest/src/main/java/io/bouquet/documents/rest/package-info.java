/** The REST resource of stored documents. */
@NullMarked
package io.bouquet.documents.rest;

import org.jspecify.annotations.NullMarked;
