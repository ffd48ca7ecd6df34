/** The page of rules in the console. */
@NullMarked
package io.bouquet.tagging.rules.console;

import org.jspecify.annotations.NullMarked;
