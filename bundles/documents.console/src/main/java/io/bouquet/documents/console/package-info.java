/** Stored documents in the console. */
@NullMarked
package io.bouquet.documents.console;

import org.jspecify.annotations.NullMarked;
