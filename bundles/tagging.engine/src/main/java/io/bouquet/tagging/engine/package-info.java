/** The broker: manages taggers, chooses the serving versions, and runs pipelines. */
@NullMarked
package io.bouquet.tagging.engine;

import org.jspecify.annotations.NullMarked;
