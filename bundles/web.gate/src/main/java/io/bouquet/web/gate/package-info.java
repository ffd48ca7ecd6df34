/** The gate in front of the JAX-RS whiteboard: no request is lost while that rewires. */
@NullMarked
package io.bouquet.web.gate;

import org.jspecify.annotations.NullMarked;
