/** The HTTP server: Felix HTTP's whiteboard on Jetty, and the limits that keep slow and hostile clients apart. */
@NullMarked
package io.bouquet.web.jetty;

import org.jspecify.annotations.NullMarked;
