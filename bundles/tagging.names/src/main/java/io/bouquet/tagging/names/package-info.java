/** Names of persons, organisations and locations, found by grammar and lists. */
@NullMarked
package io.bouquet.tagging.names;

import org.jspecify.annotations.NullMarked;
