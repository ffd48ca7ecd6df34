/** The console page of one's own tokens. */
@NullMarked
package io.bouquet.accounts.console;

import org.jspecify.annotations.NullMarked;
