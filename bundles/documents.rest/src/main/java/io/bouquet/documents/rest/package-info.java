/** The REST resource of the documents that are kept. */
@NullMarked
package io.bouquet.documents.rest;

import org.jspecify.annotations.NullMarked;
