/** The console pages that train models, show how well taggers answer, and list corrections. */
@NullMarked
package io.bouquet.training.console;

import org.jspecify.annotations.NullMarked;
