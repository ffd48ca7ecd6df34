/** The gate in front of both whiteboards: no request is lost while services, servlets and filters are swapped. */
@NullMarked
package io.bouquet.web.gate;

import org.jspecify.annotations.NullMarked;
