/** The HTTP server: Felix HTTP's whiteboard on Jetty, with limits against slow and hostile clients. */
@NullMarked
package io.bouquet.web.jetty;

import org.jspecify.annotations.NullMarked;
