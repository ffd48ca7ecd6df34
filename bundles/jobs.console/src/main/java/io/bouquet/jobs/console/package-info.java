/** Jobs in the console. */
@NullMarked
package io.bouquet.jobs.console;

import org.jspecify.annotations.NullMarked;
