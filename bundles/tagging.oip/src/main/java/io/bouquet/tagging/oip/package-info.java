/** The Open Inference Protocol, version 2: taggers as models, for clients of model servers. */
@NullMarked
package io.bouquet.tagging.oip;

import org.jspecify.annotations.NullMarked;
