/** The broker: which taggers are there, which of them serve, and how a text goes through them. */
@NullMarked
package io.bouquet.tagging.engine;

import org.jspecify.annotations.NullMarked;
