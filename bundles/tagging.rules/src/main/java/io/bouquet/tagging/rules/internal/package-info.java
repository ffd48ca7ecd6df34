/** The reader of rules, and the taggers. */
@NullMarked
package io.bouquet.tagging.rules.internal;

import org.jspecify.annotations.NullMarked;
