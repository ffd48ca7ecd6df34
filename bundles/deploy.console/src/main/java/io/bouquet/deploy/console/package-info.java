/** The console pages for plugins, plans and receipts. */
@NullMarked
package io.bouquet.deploy.console;

import org.jspecify.annotations.NullMarked;
