/** The REST resource of redaction. */
@NullMarked
package io.bouquet.tagging.privacy.rest;

import org.jspecify.annotations.NullMarked;
