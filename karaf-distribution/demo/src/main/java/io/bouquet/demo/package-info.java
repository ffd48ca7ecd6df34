/** What the script {@code bouquet} runs beside the platform: the demo, and the login to the shell. */
@NullMarked
package io.bouquet.demo;

import org.jspecify.annotations.NullMarked;
