/** The console pages for taggers, and for annotating a text. */
@NullMarked
package io.bouquet.tagging.console;

import org.jspecify.annotations.NullMarked;
